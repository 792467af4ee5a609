#!/bin/sh
# The whole program in a window under Xvfb, ended at any moment and started again: tests/stress/supervised.py.
# window.sh [TIMES] [SEED]
set -eu
cd "$(dirname "$0")/../.."
: "${CARGO_TARGET_DIR:=$HOME/.cache/uketsuke/target}"
folder=$(mktemp -d /tmp/uketsuke-stress.XXXXXX)
chmod 711 "$folder"
trap 'rm -rf "$folder"' EXIT
for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    [ -e "$driver" ] && export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
done
export WGPU_BACKEND=vulkan XDG_RUNTIME_DIR="$folder"
# Without -noreset the server would forget the smaller size between two programs.
xvfb-run --auto-servernum --server-args="-screen 0 1920x2080x24 -nolisten tcp -noreset" \
    python3 tests/stress/supervised.py "$CARGO_TARGET_DIR/debug/uketsuke" "$folder/run" "${1:-12}" "${2:-1}"
