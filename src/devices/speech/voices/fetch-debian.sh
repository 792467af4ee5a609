#!/bin/sh
# Fetches Open JTalk's source and the voice "nitech" from Debian into the folder that is named, as any user: with lists of
# its own, so that the system's are not changed. The voice lies in contrib, because of the tool that it was trained with.
set -eu
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/parts"
mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' \
    'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 'Component: main' |
    awk '$2 !~ /-(updates|security|backports|proposed-updates)$/' | head -n 1)
if [ -z "$mirror" ]; then
    echo "apt knows no Debian mirror: run \`apt-get update\` as root" >&2
    exit 1
fi
key=/usr/share/keyrings/debian-archive-keyring.gpg
printf 'deb-src [signed-by=%s] %s main\ndeb [signed-by=%s] %s contrib\n' "$key" "$mirror" "$key" "$mirror" >"$work/list"
printf '#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n' >"$work/apt.conf"
# As root, apt would hand the download to a user who may not write here.
quietly() {
    apt-get -qq -c="$work/apt.conf" -o Dir::Etc::sourcelist="$work/list" -o Dir::Etc::sourceparts="$work/parts" \
        -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o Acquire::Languages=none \
        -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o APT::Sandbox::User="$(id -un)" "$@"
}
quietly update
cd "$folder"
quietly --download-only --only-source source open-jtalk=1.11-3
quietly download hts-voice-nitech-jp-atr503-m001=1.05-7
