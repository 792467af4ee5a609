#!/bin/sh
# Holds the systemd units to a score of 2.0 or less (systemd's own measure of how much a broken-in service could do), says
# which, and refuses a unit that another setting than the score would weaken: core dumps, root, a restart that gives up.
set -eu
cd "$(dirname "$0")/../.."

failed=0
for unit in assets/debian/*.service; do
    name=$(basename "$unit")
    # The threshold is in tenths.
    if score=$(systemd-analyze security --offline=true --threshold=20 --no-pager "$unit" | tail -n 1); then
        echo "ok      $name: $(printf '%s' "$score" | grep -o '[0-9][0-9]*\.[0-9]')"
    else
        failed=1
        echo "FAILED  $name: $score"
    fi
    for line in LimitCORE=0 User=uketsuke Restart=always StartLimitIntervalSec=0; do
        grep -q "^$line" "$unit" || { failed=1; echo "FAILED  $name: no $line"; }
    done
done
exit "$failed"
