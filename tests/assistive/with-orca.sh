#!/bin/sh
# Usage (inside with-atspi.sh): with-orca.sh COMMAND [ARG...]
# Runs COMMAND while a silent Orca listens. SAYLOG: what it says, JSON lines. ORCA_DEBUG: Orca's own debug log.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${ATSPI_TMP:?run me inside with-atspi.sh}"
: "${SAYLOG:?names the file of what Orca says}"
debug="${ORCA_DEBUG:-$ATSPI_TMP/orca-debug.out}"
rm -f "$SAYLOG" "$debug"
prefs=$ATSPI_TMP/orca; mkdir -p "$prefs"; cp "$here"/orca/*.py "$prefs"
# Orca refuses to start beside any other Orca of the same user, which it looks for with pgrep: let it find none.
mkdir -p "$ATSPI_TMP/bin"; printf '#!/bin/sh\nexit 1\n' >"$ATSPI_TMP/bin/pgrep"; chmod +x "$ATSPI_TMP/bin/pgrep"
PATH="$ATSPI_TMP/bin:$PATH" LANGUAGE="${ORCA_LANGUAGE:-en}" PYTHONDONTWRITEBYTECODE=1 NO_AT_BRIDGE=1 \
    orca -u "$prefs" --debug-file="$debug" >"$ATSPI_TMP/orca.log" 2>&1 & orca=$!
# KILL: Orca handles TERM in Python, which runs only when the next event comes. Its files are line-buffered.
trap 'kill -9 $orca 2>/dev/null || :; wait $orca 2>/dev/null || :; cat "$ATSPI_TMP/orca.log" >&2' EXIT
i=0; until grep -q 'Starting ATSPI registry' "$debug" 2>/dev/null; do
    i=$((i+1)); [ $i -lt 150 ] && kill -0 $orca 2>/dev/null || { echo "Orca did not start" >&2; exit 1; }; sleep 0.1; done
rc=0; "$@" || rc=$?
exit $rc
