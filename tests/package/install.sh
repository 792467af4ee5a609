#!/bin/sh
# Installs the Debian package into a fresh Debian 12, as an operator would: apt with its dependencies, networks and voices by
# the package's own steps, the doctor, one scripted visit; then purges it, and finds nothing left.
#
# Needs root and a network; 3 GB below /var/tmp, three to ten minutes. UKETSUKE_TEST_LEAVE=var/lib/x leaves a file there after
# the purge: then it has to fail.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/package/fresh.sh
. tests/package/fresh.sh

# As the kiosk's user, whose data folder is then /var/lib/uketsuke.
kiosk="runuser -u uketsuke -- env XDG_DATA_HOME=/var/lib XDG_RUNTIME_DIR=/tmp"

# Everything that the package changes could be among: path, rights, owner, target; and what stands in /etc. Left out is what
# apt, dpkg and caches of the system keep for themselves.
snapshot() {
    {
        find "$root" -xdev \( -path "$root/var/log" -o -path "$root/var/cache" -o -path "$root/var/lib/apt" \
            -o -path "$root/var/lib/dpkg" \) -prune -o -printf '/%P %M %U %G %l\n'
        find "$root/var/cache" -name '*uketsuke*'
        find "$root/var/lib/dpkg/info" -name 'uketsuke*'
        # Without the copies that the tools of passwd keep of what was before.
        find "$root/etc" -type f ! -name '*-' ! -name ld.so.cache -exec md5sum {} +
        inside systemctl list-unit-files --no-pager
        inside dpkg-query --show
    } | sed "s|$root||" | LC_ALL=C sort >"$1"
}

what_apt_said() {
    grep -q 'uketsuke doctor --config /etc/uketsuke/uketsuke.toml' "$work/install.log" || fail "no hint of the doctor"
    say "the hint: $(grep '^次は' "$work/install.log")"
    for unit in kiosk desk; do
        ! inside systemctl is-enabled --quiet "uketsuke-$unit" || fail "uketsuke-$unit is enabled without being asked for"
        inside systemd-analyze verify "uketsuke-$unit.service" 2>"$work/verify.log" || true
        # Of other packages' units it says things too.
        ! grep uketsuke "$work/verify.log" || fail "systemd does not like uketsuke-$unit.service"
    done
    say "systemd verifies both units, and neither is enabled yet"
    [ "$(inside stat --format '%a %G' /etc/uketsuke/uketsuke.toml)" = '640 uketsuke' ] || fail "everybody reads the config"
}

# The guide's own lines.
networks_and_voices() {
    grep -oE '^uketsuke (models|voices) install [^ ]+ [^ ]+' docs/operator.md | while read -r line; do
        # shellcheck disable=SC2086 # It is words.
        inside $line </dev/null
    done
}

doctor() {
    # systemd makes it on a machine that runs (pcscd.socket).
    mkdir -m 755 "$root/run/pcscd"
    # shellcheck disable=SC2086 # It is words.
    inside $kiosk uketsuke doctor >"$work/doctor" || fail "the doctor of the practice terminal: $(cat "$work/doctor")"
    say "the doctor: a rehearsal could run"
    # A real kiosk has neither reader nor centre nor screen here. All else that it needs is there.
    inside install -d -o uketsuke /srv/OQS /srv/OQS/face
    # shellcheck disable=SC2086 # It is words.
    inside $kiosk uketsuke doctor --config /etc/uketsuke/uketsuke.toml >"$work/doctor" || true
    grep -q '/etc/uketsuke/uketsuke.toml is valid' "$work/doctor" || fail "the packaged config: $(cat "$work/doctor")"
    grep '^MISSING' "$work/doctor" >"$work/missing"
    ! grep -vE '^MISSING +(PC/SC service|Eligibility centre|Display|Facility): ' "$work/missing" || fail "see the lines above"
    say "the doctor of the real kiosk misses what this machine cannot have, and nothing else"
    rm -r "$root/srv/OQS"
}

# On loopback only: the virtual reader listens wherever it can.
visit() {
    # shellcheck disable=SC2016,SC2086 # They are words, and "$@" is the inner shell's.
    unshare --net sh -c 'ip link set lo up && exec "$@"' sh $enter $kiosk WGPU_BACKEND=vulkan \
        xvfb-run --auto-servernum --server-args='-screen 0 1920x2080x24 -nolisten tcp' \
        uketsuke visit /usr/share/doc/uketsuke/examples/first-visit.visit --out /tmp/visit --px-per-mm 3.78 \
        >"$work/visit.log" 2>&1 || fail "the visit: $(tail -n 5 "$work/visit.log")"
    set -- "$root"/tmp/visit/face/*.xml
    [ -s "$1" ] || fail "no result file after the visit"
    say "one visit, $(find "$root/tmp/visit" -name '*.png' | wc -l) pictures; the hospital has $(basename "$1")"
}

purge() {
    inside apt-get -qq purge -y uketsuke >"$work/purge.log" 2>&1 || fail "purging: $(tail -n 5 "$work/purge.log")"
    ! grep -i warning "$work/purge.log" || fail "purging is not quiet"
    [ -z "${UKETSUKE_TEST_LEAVE:-}" ] || touch "$root/$UKETSUKE_TEST_LEAVE"
    snapshot "$work/after"
    diff "$work/before" "$work/after" || fail "something was left (>), or taken away (<)"
    say "purged: of $(wc -l <"$work/before") things in the system none was added, changed or taken away"
}

command -v lintian >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lintian
lintian --allow-root --fail-on error "$deb" || fail "lintian refuses it"
# A rehearsal needs the virtual reader and a display; the steps that fetch need pip.
fresh_system python3-pip xvfb xauth iproute2 pcscd vsmartcard-vpcd
snapshot "$work/before"
install_package
what_apt_said
networks_and_voices
doctor
visit
purge
