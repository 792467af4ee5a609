#!/bin/sh
# The bill of materials of the program, in CycloneDX 1.5, into target/bom.json: every crate that is built into it, with
# version, licence and sum. cargo-cyclonedx is built once, in some minutes.
set -eu
cd "$(dirname "$0")/.."
version=0.5.9
folder=${XDG_CACHE_HOME:-$HOME/.cache}/uketsuke/tools/cargo-cyclonedx-$version
if [ ! -x "$folder/bin/cargo-cyclonedx" ]; then
    echo "cargo-cyclonedx $version is built"
    cargo install --quiet --locked --root "$folder" "cargo-cyclonedx@$version"
fi
mkdir -p target
# It writes beside Cargo.toml, under this name, and nowhere else.
"$folder/bin/cargo-cyclonedx" cyclonedx --quiet --format json --spec-version 1.5 --override-filename uketsuke-bom \
    --target x86_64-unknown-linux-gnu
mv uketsuke-bom.json target/bom.json
python3 - target/bom.json <<'END'
import json, sys
bom = json.load(open(sys.argv[1]))
parts = bom["components"]
without = [part["name"] for part in parts if not part.get("licenses")]
print(f"{len(parts)} crates in target/bom.json, {len(without)} of them without a licence {without or ''}")
END
