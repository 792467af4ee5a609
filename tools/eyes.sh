#!/bin/sh
# Pictures of a sample of the screens, looked at by tests/eyes/eyes.py: contrast and OCR. `all`: of a larger one.
set -eu
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# Every language, size, theme and format comes with several of the others; the densities are those of common panels.
look() {
    PX_PER_MM=$1 tools/headless.sh gallery --boxes --format "$2" --only-language "$3" --text-size "$4" --colours "$5" \
        --only "$6" --out "$out/$2-$3-$4-$5" >/dev/null
}
look 5.9 landscape ja usual standard consent
look 5.9 landscape en largest black pin
look 5.9 landscape ko large white method-
look 5.9 landscape vi small soft consent
if [ "${1:-}" = all ]; then
    look 4.03 portrait ja usual standard consent
    look 5.9 landscape ja largest black pin
    look 4.03 portrait en largest white method-
    look 5.9 landscape en usual soft ended
    look 4.03 portrait zh-CN small soft consent
    look 5.9 landscape ko usual white consent
    look 4.03 portrait pt large black pin
    look 5.9 landscape vi usual standard ended
    look 5.9 landscape ja small soft ended
    look 4.03 portrait ja large white face-
fi
/usr/bin/python3 tests/eyes/eyes.py "$out" target/accessibility
# Those who see badly, by their sight alone.
if [ "${1:-}" = all ]; then tests/eyes/persons.sh; else tests/eyes/persons.sh "whole visit"; fi
