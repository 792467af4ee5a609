#!/bin/sh
# The FHIR bundles before a stranger: the models of PyPI's fhir.resources, and what they do not check. The bundles are
# those that `cargo test --lib hospital::fhir` left in target/fhir/cases. Ends with 1 where one is wrong, or where a
# bundle that was broken on purpose passes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../target
venv=$target/fhir/venv
if [ ! -e "$venv/ready" ]; then
    rm -rf "$venv"
    mkdir -p "$target/fhir"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    touch "$venv/ready"
fi
exec "$venv/bin/python" -B "$here/validate.py" "$target/fhir/cases"
