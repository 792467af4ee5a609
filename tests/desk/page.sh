#!/bin/sh
# The desk's page in two browsers beside a whole kiosk; its pictures come into target/desk. Ends with 1 where it fails.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
uketsuke=${CARGO_TARGET_DIR:-$HOME/.cache/uketsuke/target}/debug/uketsuke
out=$here/../../target/desk
own=$(mktemp -d)
desk=
trap 'kill $desk 2>/dev/null || :; rm -rf "$own"' EXIT
mkdir -p "$out" "$own/data/uketsuke"
for part in models voices; do ln -s "$HOME/.local/share/uketsuke/$part" "$own/data/uketsuke/"; done
export XDG_DATA_HOME="$own/data" LANG=ja_JP.UTF-8 LC_ALL= LC_MESSAGES= PYTHONDONTWRITEBYTECODE=1
"$uketsuke" desk --practice --plain 127.0.0.1:0 --listen 127.0.0.1:0 --host desk.test >"$own/desk" &
desk=$!
for _ in $(seq 100); do
    link=$(sed -n 's/.*\(http:.*\)/\1/p' "$own/desk")
    [ -n "$link" ] && break
    sleep 0.1
done
# The facility's browsers trust the desk's authority, and know it by its name.
port=$(sed -n '1s/[^0-9]*\([0-9]*\)$/\1/p' "$own/desk")
mkdir -p "$own/home/.pki/nssdb"
certutil -N --empty-password -d "sql:$own/home/.pki/nssdb"
certutil -A -n desk -t C,, -i "$own/data/uketsuke/practice/desk/authority.pem" -d "sql:$own/home/.pki/nssdb"
export UKETSUKE="$uketsuke" SECURE="https://desk.test:$port" TRUSTING="$own/home"
terminal=$("$uketsuke" desk --practice pair-terminal second)
/usr/bin/python3 "$here/page.py" "$out" "$link" "$terminal" "$desk" \
    "$here/../../tools/headless.sh" visit "$here/help-call.visit" --desk --out "$own/visit"
echo "desk: two browsers, a call, one visual check of two that were pressed, a passkey; pictures in target/desk"
