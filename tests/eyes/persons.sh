#!/bin/sh
# Persons by their sight alone, in the practice terminal without a display: persons.sh [VISIT]. All visits without one.
# Ends with 1 where somebody could not go on.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${UKETSUKE:=${CARGO_TARGET_DIR:-$HOME/.cache/uketsuke/target}/debug/uketsuke}"
export PYTHONDONTWRITEBYTECODE=1
if [ "${1-}" != --in-xvfb ]; then
    exec xvfb-run --auto-servernum --server-args="-screen 0 1080x2060x24 -nolisten tcp" "$0" --in-xvfb "$@"
fi
shift
out=$here/../../target/accessibility
own=$(mktemp -d)
app=
trap 'kill $app 2>/dev/null || :; wait $app 2>/dev/null || :; rm -rf "$own"' EXIT
# A data folder of its own, so that nobody's practice cards are touched.
mkdir -p "$own/data/uketsuke" "$own/run"
for part in models voices; do ln -s "$HOME/.local/share/uketsuke/$part" "$own/data/uketsuke/"; done
export XDG_DATA_HOME="$own/data" XDG_RUNTIME_DIR="$own/run" WGPU_BACKEND=vulkan
for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
done
for person in low-vision deuteranopia; do
    "$UKETSUKE" practice --format portrait --language ja --px-per-mm 4.03 --fresh-cards >"$own/log" 2>&1 &
    app=$!
    WINDOW=$(timeout 30 xdotool search --sync --onlyvisible --class '^uketsuke$') || { cat "$own/log"; exit 1; }
    export WINDOW
    # The 21.5 inch glass of 1080 x 1920, and the tray below it.
    xdotool windowsize --sync "$WINDOW" 1080 2060
    /usr/bin/python3 "$here/persons.py" "$person" "$out" "$@"
    # Ended by the system as in the field: the record says that it was stopped, and is whole.
    kill $app
    wait $app 2>/dev/null || :
    record=$own/data/uketsuke/practice/record
    "$UKETSUKE" audit verify --language en --record "$record"
    "$UKETSUKE" audit show --language en --record "$record" | tail -n 1 | grep -q stopped ||
        { echo "the record does not end with its stop"; exit 1; }
done
