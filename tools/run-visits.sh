#!/bin/sh
# Runs every script of tools/visits, or those that are named, into target/visits.
set -eu
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- tools/visits/*.visit
failed=0
for script in "$@"; do
    name=$(basename "$script" .visit)
    out=target/visits/$name
    rm -rf "$out"
    mkdir -p "$out"
    if tools/headless.sh visit "$script" --out "$out" >"$out/log.txt" 2>&1; then
        echo "ok      $name"
    else
        failed=1
        echo "FAILED  $name: $(tail -n 1 "$out/log.txt")"
    fi
done
echo "Pictures, transcripts and result files are in $PWD/target/visits."
exit "$failed"
