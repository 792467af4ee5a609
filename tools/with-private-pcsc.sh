#!/bin/sh
# Runs a test binary with a folder of its own for a private pcscd, and PC/SC pointed into it: whatever the tests do, the
# system's pcscd and a real reader are out of their reach.
set -eu
folder=$(mktemp -d /tmp/uketsuke-test.XXXXXX)
# As root the private pcscd runs under a user of its own, which must be able to pass.
chmod 711 "$folder"
trap 'rm -rf "$folder"' EXIT INT TERM HUP
PCSCLITE_CSOCK_NAME="$folder/pcscd.sock" UKETSUKE_TEST_PCSCD_FOLDER="$folder" "$@"
