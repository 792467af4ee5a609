#!/bin/sh
# Where a patient's data could stay beside memory: the log at its most talkative, the folders for temporary and cached files,
# the spool, the record. A real window, a visit by face and one by PIN. Who is meant to have them has them: the hospital's
# folders, the simulated centre and card, and the pictures that a scripted visit leaves.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d /tmp/uketsuke-places.XXXXXX)
chmod 711 "$folder"
trap 'rm -rf "$folder"' EXIT
mkdir -m 700 "$folder/run" "$folder/cache"
# As root the private PC/SC service runs as somebody else, who must be able to pass.
mkdir -m 711 "$folder/tmp"
{
    cat tools/visits/face.visit
    echo "wait 30 s"
    cat tools/visits/first-visit.visit
} >"$folder/both.visit"

export RUST_LOG=trace TMPDIR="$folder/tmp" XDG_RUNTIME_DIR="$folder/run" XDG_CACHE_HOME="$folder/cache"
tools/headless.sh visit "$folder/both.visit" --out "$folder/out" >"$folder/log.txt" 2>&1 || {
    tail -n 5 "$folder/log.txt"
    exit 1
}

lines=$(wc -l <"$folder/log.txt")
[ "$lines" -gt 1000 ] || { echo "the log is not at its most talkative: $lines lines"; exit 1; }
[ "$(find "$folder/out/face" -type f | wc -l)" = 2 ] || { echo "the visits left no results"; exit 1; }

# The name and its kana, in each encoding that something could write; the PIN, and the VERIFY that holds it; the number.
utf16() { printf '%s' "$1" | iconv -t UTF-16LE | od -An -v -tx1 | tr -d ' \n' | sed 's/../\\x&/g'; }
jis() { printf '%s' "$1" | iconv -t CP932 | od -An -v -tx1 | tr -d ' \n' | sed 's/../\\x&/g'; }
found=
for name in 花子 ﾊﾅｺ ハナコ; do
    for bytes in "$name" "$(utf16 "$name")" "$(jis "$name")"; do
        hits=$(LC_ALL=C grep -rlaP "$bytes" "$folder" --exclude-dir=face --exclude-dir=fhir --exclude-dir=cards --exclude='centre.sqlite*' \
            --exclude='*.png' --exclude='both.visit' || true)
        [ -z "$hits" ] || found="$found $name: $hits"
    done
done
for digits in '\b1234\b' '\[49, 50, 51, 52\]' '\[1, 2, 3, 4\]' '0020009804'; do
    hits=$(LC_ALL=C grep -aniP "$digits" "$folder/log.txt" | head -n 3 || true)
    [ -z "$hits" ] || found="$found PIN: $hits"
done
left=$(find "$folder/tmp" "$folder/cache" -type f ! -path '*/mesa_shader_cache*' | head -n 5)
[ -z "$left" ] || found="$found temporary files: $left"
if [ -n "$found" ]; then
    echo "left behind:$found"
    exit 1
fi
echo "- looked through after two visits in a window: a log of $lines lines (RUST_LOG=trace), temporary and cached files, \
record, spool, transcript: no name, no kana, no PIN"
