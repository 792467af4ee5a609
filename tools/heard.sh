#!/bin/sh
# `make heard`: a whole visit as it sounds through headphones, into target/heard.ogg, with its captions as target/heard.vtt.
set -eu
cd "$(dirname "$0")/.."
out=target/heard
rm -rf "$out"
mkdir -p "$out"
tools/headless.sh visit tools/visits/spoken.visit --out "$out" --heard >"$out/log.txt" 2>&1 || {
    tail -n 5 "$out/log.txt"
    exit 1
}
oggenc --quiet "$out/heard-headphones.wav" -o target/heard.ogg
cp "$out/heard-headphones.vtt" target/heard.vtt
echo "the visit sounds like target/heard.ogg; its captions are in target/heard.vtt"
