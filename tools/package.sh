#!/bin/sh
# Builds the Debian package into target/package: the program (release), what `[package.metadata.deb]` in Cargo.toml lists,
# and the list of crates that are linked into it. `--no-build` takes the release program that is there.
set -eu
cd "$(dirname "$0")/.."

command -v cargo-deb >/dev/null || cargo install cargo-deb --locked
[ "${1:-}" = --no-build ] || cargo build --release --locked --bin uketsuke

mkdir -p target/package
rm -f target/package/*.deb
# Name, version, licence; what only tests and build scripts use is not in the program.
cargo tree --locked --edges normal --prefix none --format '{p}: {l}' |
    sed 's/ (proc-macro)//; s/ (\*)$//; /^uketsuke v/d' | LC_ALL=C sort -u >target/package/crates.txt
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
printf 'uketsuke (%s-1) bookworm; urgency=medium\n\n  * Built from commit %s.\n\n -- %s  %s\n' "$version" \
    "$(git describe --always --dirty)" 'The Uketsuke authors <maintainers@uketsuke.example>' \
    "$(git log -1 --format=%cD)" >target/package/changelog
cargo deb --locked --no-build --quiet --output target/package/
