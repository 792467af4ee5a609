#!/bin/sh
# `make stress`: everything that was built, put under stress; target/stress.md tells what was done, how often, and what was
# lost. VISITS=5000 of the soak, MINUTES=5 of the fuzzing, ENDS=40 of the whole program in its window.
set -eu
cd "$(dirname "$0")/.."
: "${CARGO_TARGET_DIR:=$HOME/.cache/uketsuke/target}"
export CARGO_TARGET_DIR
report=target/stress.md
rm -rf target/stress
mkdir -p target/stress

# A part: its heading, its file below target/stress, and what makes that file.
part() {
    heading=$1 file=$2
    shift 2
    echo "stress: $heading"
    begun=$(date +%s)
    if "$@" >"target/stress/$file.log" 2>&1; then result=passed; else result=FAILED; fi
    {
        printf '\n## %s\n\n%s in %s s.\n\n' "$heading" "$result" $(($(date +%s) - begun))
        cat "target/stress/$file.md" 2>/dev/null || true
    } >>"$report"
    [ $result = passed ] || { tail -n 30 "target/stress/$file.log"; failed=yes; }
}

window() {
    tests/stress/window.sh "${ENDS:-40}" "$(date +%s)" >target/stress/window.md
}

places() {
    tests/stress/places.sh >target/stress/places.md
}

fuzz() {
    tools/fuzz.sh "${MINUTES:-5}" >target/stress/fuzz.lines || { cat target/stress/fuzz.lines; return 1; }
    sed 's/^ */- /' target/stress/fuzz.lines >target/stress/fuzz.md
}

{
    echo "# Uketsuke under stress"
    echo
    echo "$(git describe --always --dirty), $(date -u +%FT%RZ), $(nproc) cores of $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), load at the start $(cut -d ' ' -f 1 /proc/loadavg)."
} >"$report"
failed=
part "Every fault of the card at every APDU" apdus cargo test --test it -- --ignored every_fault_of_the_card
part "Every other fault at every moment of a visit" moments cargo test --test it -- --ignored every_fault_at_every_moment
part "The PC/SC service dies at every moment" service cargo test --test it -- --ignored pcscd_may_die
part "The whole program in its window, ended at any moment and started again" window window
part "Thousands of visits in one process, one in ten with a fault" soak cargo test --test it -- --ignored five_thousand_visits
part "Record, spool and deliveries killed while they write" kills cargo test --test it kill_9
part "The desk and its database cut off, killed and back" desk cargo test --test it -- desk::records desk::service
part "What stays in memory and on the disk, over every way of a visit" residue cargo test --test it residue
part "What stays elsewhere" places places
part "Hostile cards, centres, desks, cameras and files" fuzz fuzz
cat "$report"
[ -z "$failed" ]
