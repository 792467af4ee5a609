#!/bin/sh
# The staff panel in the real window: it opens, somebody signs in, it closes; and beside it, closed, the kiosk rests. Ends
# with 1 where it does not.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
uketsuke=${CARGO_TARGET_DIR:-$HOME/.cache/uketsuke/target}/debug/uketsuke
if [ "${1-}" != --in-xvfb ]; then
    exec xvfb-run --auto-servernum --server-args="-screen 0 1280x900x24 -nolisten tcp" "$0" --in-xvfb
fi
own=$(mktemp -d)
app=
trap 'kill $app 2>/dev/null || :; wait $app 2>/dev/null || :; rm -rf "$own"' EXIT
mkdir -p "$own/data" "$own/run"
export XDG_DATA_HOME="$own/data" XDG_RUNTIME_DIR="$own/run" WGPU_BACKEND=vulkan
for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
done
"$uketsuke" practice --px-per-mm 3.78 >"$own/log" 2>&1 &
app=$!
window=$(timeout 30 xdotool search --sync --onlyvisible --class '^uketsuke$') || { cat "$own/log"; exit 1; }
xdotool windowfocus --sync "$window"

# Processor time of the kiosk in five seconds, in hundredths of a second.
used_so_far() { awk '{ print $14 + $15 }' "/proc/$app/stat"; }
spent() {
    before=$(used_so_far)
    sleep 5
    echo $(($(used_so_far) - before))
}
rests() {
    used=$(spent)
    # The moving picture takes a few; drawing without end takes five hundred.
    [ "$used" -lt 60 ] || { echo "panel: $1 the kiosk does not rest: $used hundredths of a second in five"; exit 1; }
}
says() { "$uketsuke" audit show --language en --record "$own/data/uketsuke/practice/record" | grep -q "$1"; }

sleep 5
rests "before it was opened"
xdotool key ctrl+alt+s
sleep 2
# The second name, then its code.
xdotool mousemove --window "$window" 150 190 click 1
sleep 1
for key in 1 2 3 4 5 6 7 8 Return; do xdotool key $key; sleep 0.2; done
for _ in $(seq 50); do says "shunin (at the kiosk): code accepted" && break; sleep 0.2; done
says "shunin (at the kiosk): code accepted" || { echo "panel: nobody could sign in"; cat "$own/log"; exit 1; }
# Its name stands left of the buttons; the last of them closes it.
xdotool mousemove --window "$window" 470 38 click 1
sleep 3
rests "after it was closed"
kill -0 $app || { echo "panel: the kiosk is gone"; cat "$own/log"; exit 1; }
echo "staff panel: opened, signed in, closed; the kiosk rests before and after"
