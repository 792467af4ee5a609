#!/bin/sh
# Runs a test binary with a folder of its own for a private pcscd, and PC/SC pointed into it: whatever the tests do, the
# system's pcscd and a real reader are out of their reach. Where the machine allows it, it runs in a network namespace
# with nothing but loopback, because the virtual reader (vpcd) listens on every interface it finds; there tests may also
# mount disks that are full.
set -eu
folder=$(mktemp -d /tmp/uketsuke-test.XXXXXX)
# As root the private pcscd runs under a user of its own, which must be able to pass.
chmod 711 "$folder"
trap 'rm -rf "$folder"' EXIT INT TERM HUP
export PCSCLITE_CSOCK_NAME="$folder/pcscd.sock" UKETSUKE_TEST_PCSCD_FOLDER="$folder"

if [ "$(id -u)" = 0 ]; then
    alone="unshare --net --mount"
else
    alone="unshare --user --map-user=$(id -u) --map-group=$(id -g) --keep-caps --net --mount"
fi
if $alone sh -c 'ip link set lo up' 2>/dev/null; then
    $alone sh -c 'ip link set lo up && exec "$0" "$@"' "$@"
else
    "$@"
fi
