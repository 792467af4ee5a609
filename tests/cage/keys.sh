#!/bin/sh
# A hostile keyboard and mouse at the practice terminal under cage, the compositor of a kiosk: real keys go into cage's
# window on an Xvfb, through cage and Xwayland, to the program. Nothing else comes up, and the program lives until the
# system ends it. Ends with 1 where that is not so; what was said is in target/cage.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
uketsuke=${CARGO_TARGET_DIR:-$HOME/.cache/uketsuke/target}/debug/uketsuke
out=$here/../../target/cage
models=$HOME/.local/share/uketsuke
own=$(mktemp -d)
mkdir -p "$out" "$own/data/uketsuke"
mkdir -m 700 "$own/run"
for part in models voices; do ln -s "$models/$part" "$own/data/uketsuke/"; done
export HOME="$own" XDG_RUNTIME_DIR="$own/run" XDG_DATA_HOME="$own/data" XDG_CACHE_HOME="$own/cache" LANG=ja_JP.UTF-8 LC_ALL=
for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    [ -e "$driver" ] && export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
done
export WGPU_BACKEND=vulkan WLR_BACKENDS=x11 WLR_RENDERER=pixman
cage=
xvfb=
trap 'kill $cage $xvfb 2>/dev/null || :; rm -rf "$own"' EXIT

fail() {
    echo "FAIL: $*"
    exit 1
}

# Looks ten times a second, for so many seconds at most.
wait_for() {
    for _ in $(seq "$(($1 * 10))"); do
        if "$2"; then return 0; fi
        sleep 0.1
    done
    return 1
}

Xvfb -displayfd 3 -screen 0 1300x900x24 -nolisten tcp 3>"$own/display" 2>"$out/xvfb.txt" &
xvfb=$!
x_is_there() { [ -s "$own/display" ]; }
wait_for 20 x_is_there || fail "no Xvfb"
outside=:$(cat "$own/display")

# cage refuses to run as root: a user of a namespace is none.
[ "$(id -u)" = 0 ] && alone="unshare --user --map-user=1000 --map-group=1000" || alone=
DISPLAY=$outside $alone cage -- "$uketsuke" practice --px-per-mm 3.2 >"$out/cage.txt" 2>&1 &
cage=$!
kiosk_is_there() {
    kiosk=$(pgrep -P "$cage" -x uketsuke) &&
        inside=$(tr '\0' '\n' <"/proc/$kiosk/environ" | sed -n 's/^DISPLAY=//p') && [ "$(windows)" = 'Uketsuke 受付' ]
}
# The names of all windows that cage shows.
windows() {
    DISPLAY=$inside xdotool search --onlyvisible --name . 2>/dev/null |
        while read -r window; do DISPLAY=$inside xdotool getwindowname "$window"; done
}
recorded() { "$uketsuke" audit show --record "$XDG_DATA_HOME/uketsuke/practice/record" 2>/dev/null; }
keys() { DISPLAY=$outside xdotool "$@" 2>>"$out/xdotool.txt" || :; }
wait_for 60 kiosk_is_there || fail "the practice terminal does not come up: $out/cage.txt"

# Keys arrive: F10 calls staff, and the record says so.
call_is_recorded() {
    keys key F10
    recorded | grep -q '係員'
}
wait_for 30 call_is_recorded || fail "no key arrives at the kiosk"

still_alone() {
    kill -0 "$kiosk" 2>/dev/null || fail "the program is gone after $1"
    [ "$(windows)" = 'Uketsuke 受付' ] || fail "after $1 there is: $(windows)"
    [ "$(pgrep -P "$cage")" = "$kiosk" ] || fail "after $1 cage has another child: $(ps -o args= --ppid "$cage")"
}

count=0
for chord in alt+F4 alt+Tab alt+Escape alt+space alt+F1 alt+F2 alt+Return super super+l super+d super+e super+Tab super+r \
    ctrl+c ctrl+d ctrl+w ctrl+q ctrl+z ctrl+n ctrl+o ctrl+p ctrl+s ctrl+shift+i ctrl+shift+Escape ctrl+alt+Delete \
    ctrl+alt+BackSpace ctrl+alt+t ctrl+alt+l ctrl+alt+F1 ctrl+alt+F2 ctrl+alt+F3 ctrl+alt+F7 ctrl+Escape shift+F10 F11 F12 \
    Print alt+Print Menu XF86PowerOff XF86Sleep XF86LogOff XF86Switch_VT_1 XF86Calculator XF86WWW; do
    keys key "$chord"
    count=$((count + 1))
    still_alone "$chord"
done

# Keys by chance, always the same ones; the staff panel's chord asks for a code and is left out.
for chord in $(awk 'BEGIN {
    srand(1); split("ctrl alt shift super", held); split("F1 F2 F3 F4 F5 F6 F7 F8 F11 F12 Tab Escape Return Delete a c q w x z 1", struck)
    for (chord = 0; chord < 300; chord++) {
        text = ""
        for (one = 1; one <= 4; one++) if (rand() < 0.4) text = text held[one] "+"
        print text struck[int(rand() * 21) + 1]
    } }'); do
    keys key "$chord"
    count=$((count + 1))
done
still_alone "chords by chance"

# Held keys, and all buttons of a mouse everywhere.
for key in alt super ctrl F11 Escape; do keys keydown "$key" sleep 1 keyup "$key"; done
for button in 2 3 4 5 8 9; do keys mousemove 200 200 click --repeat 3 "$button" mousemove 1 1 click "$button"; done
keys mousemove 0 300 mousedown 1 mousemove 500 300 mouseup 1 mousemove 500 0 mousedown 1 mousemove 500 700 mouseup 1
keys mousemove 400 400 mousedown 1 sleep 3 mouseup 1
still_alone "held keys and the mouse"

# It was one and the same program all the time, and it still hears the system.
kill -TERM "$kiosk"
has_ended() { ! kill -0 "$kiosk" 2>/dev/null; }
wait_for 20 has_ended || fail "it does not end when it is told to"
[ "$(recorded | grep -c '起動')" -le 1 ] || fail "it was started more than once"
echo "cage: $count chords, held keys and a mouse: one window, one program, and none of them led out"
