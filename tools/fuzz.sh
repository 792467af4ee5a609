#!/bin/sh
# `make fuzz`: every property of the modules called `abuse`, each for its part of so many minutes, two beside each other.
# The tests' own build is taken, in which the program is optimised a little and overflows are errors.
set -eu
cd "$(dirname "$0")/.."
minutes=${1:-5}
properties=$(cargo test --quiet --lib abuse:: -- --list | grep -c ': test$')
seconds=$((minutes * 60 * 2 / properties + 1))
echo "$properties properties, $seconds s each"
mkdir -p target
log=target/fuzz.txt
if ! FUZZ_SECONDS=$seconds cargo test --quiet --lib abuse:: -- --nocapture --test-threads=2 >"$log" 2>&1; then
    # An input may be long.
    tail -n 60 "$log" | cut -c 1-400
    echo "all of it is in $PWD/$log"
    exit 1
fi
sed -n 's/.*fuzz: /  /p' "$log" | sort
sed -n 's/.*fuzz: .*: \([0-9]*\) cases.*/\1/p' "$log" | awk '{ all += $1 } END { print all " cases: no panic, no growth, none too slow" }'
