#!/bin/sh
# tests/assistive/run.sh, of which only the end is shown; all of it is in target/assistive.
set -eu
cd "$(dirname "$0")/.."
mkdir -p target/assistive
log=target/assistive/log${1-}.txt
if tests/assistive/run.sh "$@" >"$log" 2>&1; then
    printf 'assistive technology %s: %s\n' "${1-}" "$(grep -o '[0-9]* checks passed' "$log")"
else
    grep -E 'FAIL|STOP|checks passed' "$log" || tail -n 20 "$log"
    echo "all of it is in $PWD/$log"
    exit 1
fi
