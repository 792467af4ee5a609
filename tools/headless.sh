#!/bin/sh
# Runs `uketsuke ARGUMENTS` without a display: in Xvfb, drawn by the processor (lavapipe).
set -eu

# As in the Makefile, for those who call this by hand.
: "${CARGO_TARGET_DIR:=$HOME/.cache/uketsuke/target}"

# Both names of the variable: older and newer Vulkan loaders.
for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    [ -e "$driver" ] && export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
done
export WGPU_BACKEND=vulkan
# Mesa complains on every start where a session has no such folder.
own_folder=
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    own_folder=$(mktemp -d)
    export XDG_RUNTIME_DIR="$own_folder"
    trap 'rm -rf "$own_folder"' EXIT
fi
# Room for the portrait screen and for the landscape one with its practice tray.
xvfb-run --auto-servernum --server-args="-screen 0 1920x2080x24 -nolisten tcp" \
    "$CARGO_TARGET_DIR/debug/uketsuke" "$@" --px-per-mm "${PX_PER_MM:-3.78}"
