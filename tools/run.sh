#!/bin/sh
# `make run`, after the build: the practice terminal in a window, or a scripted visit where there is no display.
set -eu
cd "$(dirname "$0")/.."

# Whether an X server can be there. Its first character is a colon where it is on this machine.
display_is_there() {
    case "${DISPLAY:-}" in
    '') return 1 ;;
    :*)
        number=${DISPLAY#:}
        [ -S "/tmp/.X11-unix/X${number%%.*}" ]
        ;;
    esac
}

if display_is_there; then
    exec "$CARGO_TARGET_DIR/debug/uketsuke" practice
fi
if [ -n "${WAYLAND_DISPLAY:-}" ]; then
    echo "This Wayland session offers no X11 (Xwayland), which the window needs."
fi
out=target/first-visit
echo "No display: a scripted visit runs instead (tools/visits/first-visit.visit), about 15 seconds."
rm -rf "$out"
mkdir -p "$out"
if ! tools/headless.sh visit tools/visits/first-visit.visit --out "$out" >"$out/log.txt" 2>&1; then
    tail -n 5 "$out/log.txt"
    echo "The visit failed; what there is of it is in $PWD/$out. \`uketsuke doctor\` looks at what it needs."
    exit 1
fi
echo "The visit is done. It left:"
echo "  pictures of each screen  $PWD/$out/*.png ($(find "$out" -name '*.png' | wc -l))"
echo "  transcript               $PWD/$out/transcript.jsonl"
echo "  result file              $(find "$PWD/$out/face" -name '*.xml')"
