#!/bin/sh
# The kiosk as assistive technology sees it, without a display: run.sh [--dialogs | --orca]
#   nothing    a stranger (pyatspi) finds every control and makes two whole PIN visits through AT-SPI's actions alone
#   --dialogs  the voice's panel and the time-out warning (a minute)
#   --orca     Orca says the name of whatever gets the focus
# UKETSUKE: the program. Ends with 1 where something failed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case ${1-} in
--in-atspi)
    shift
    # Private display and buses are there. A data folder of its own, so that nobody's practice cards are touched.
    mkdir -p "$XDG_DATA_HOME/uketsuke"
    for part in models voices; do ln -s "$HOME/.local/share/uketsuke/$part" "$XDG_DATA_HOME/uketsuke/"; done
    for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
        export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
    done
    export WGPU_BACKEND=vulkan
    "$UKETSUKE" practice --format portrait --language ja --px-per-mm 3.78 --fresh-cards >"$ATSPI_TMP/app.log" 2>&1 &
    app=$!
    trap 'kill $app 2>/dev/null || :; wait $app 2>/dev/null || :; cat "$ATSPI_TMP/app.log" >&2' EXIT
    # By class: xdotool 3 reads the old, Latin-1 name of a window, in which the Japanese title does not match.
    window=$(timeout 30 xdotool search --sync --onlyvisible --class '^uketsuke$') || { echo "no window" >&2; exit 1; }
    # Not at 0,0: then window and screen coordinates differ.
    xdotool windowmove "$window" 200 60
    xdotool windowfocus "$window"
    rc=0
    WINDOW=$window /usr/bin/python3 "$@" || rc=$?
    exit $rc
    ;;
esac
export ATSPI_SCREEN=1920x2080x24
export PYTHONDONTWRITEBYTECODE=1
: "${UKETSUKE:=${CARGO_TARGET_DIR:-$HOME/.cache/uketsuke/target}/debug/uketsuke}"
export UKETSUKE
if [ "${1-}" = --orca ]; then
    SAYLOG=$(mktemp)
    export SAYLOG ORCA_LANGUAGE=ja
    exec "$here/with-atspi.sh" "$here/with-orca.sh" "$0" --in-atspi "$here/orca.py"
fi
exec "$here/with-atspi.sh" "$0" --in-atspi "$here/kiosk.py" "$@"
