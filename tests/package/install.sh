#!/bin/sh
# Installs the Debian package into a fresh Debian 12, as an operator would: apt with its dependencies, networks and voices by
# the package's own steps, the doctor, one scripted visit; then purges it, and finds nothing left.
#
# Needs root, mmdebstrap and a network; 4 GB below /var/tmp, five to ten minutes. Packages come from where this machine's
# own apt gets them. All mounts and processes are in namespaces of their own, and gone when this ends, however it ends.
set -eu
cd "$(dirname "$0")/../.."

if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" = 0 ] || { echo "package: only root can make a fresh system; run it as root" >&2; exit 1; }
    command -v mmdebstrap >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq mmdebstrap
    exec unshare --mount --propagation private --pid --fork --kill-child "$0" --inside
fi

say() { printf 'package: %s\n' "$*"; }
fail() {
    say "FAILED: $*" >&2
    exit 1
}

deb=$(ls target/package/uketsuke_*.deb)
work=$(mktemp -d /var/tmp/uketsuke-package.XXXXXX)
root=$work/root
# The mounts go first: /dev of this machine must not be emptied.
end() {
    for at in dev proc sys run tmp; do
        umount -l "$root/$at" 2>/dev/null || true
    done
    rm -rf --one-file-system "$work"
}
trap end EXIT
trap 'exit 1' INT TERM HUP

# A command in the fresh system; of this environment it knows where packages come from, and nothing else.
enter="chroot $root env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive
    $(env | grep -E '^(PIP_[A-Z_]*|SSL_CERT_FILE|[a-zA-Z]*_(proxy|PROXY))=[^ ]*$')"
# shellcheck disable=SC2086 # It is words.
inside() { $enter "$@"; }
# As the kiosk's user, whose data folder is then /var/lib/uketsuke.
kiosk="runuser -u uketsuke -- env XDG_DATA_HOME=/var/lib XDG_RUNTIME_DIR=/tmp"

fresh_system() {
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    apt-get indextargets --format "deb [signed-by=$keys] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
        'Created-By: Packages' 'Origin: Debian' 'Component: main' | grep bookworm | sort -u >"$work/sources"
    [ -s "$work/sources" ] || fail "apt knows no mirror of Debian 12: run apt-get update"
    set -- --quiet --variant=minbase
    # How this machine reaches them.
    for conf in $(grep -ls '^Acquire' /etc/apt/apt.conf.d/* /etc/apt/apt.conf); do
        set -- "$@" --aptopt="$conf"
    done
    mmdebstrap "$@" bookworm "$root" - <"$work/sources" 2>"$work/mmdebstrap.log" || fail "$(tail -n 5 "$work/mmdebstrap.log")"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/run"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    # No service is started in here.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    inside apt-get -qq update
}

# Everything that the package changes could be among: path, rights, owner, target; and what stands in /etc. Left out is what
# apt, dpkg and caches of the system keep for themselves.
snapshot() {
    {
        find "$root" -xdev \( -path "$root/var/log" -o -path "$root/var/cache" -o -path "$root/var/lib/apt" \
            -o -path "$root/var/lib/dpkg" -o -path "$root/root" \) -prune -o -printf '/%P %M %U %G %l\n'
        find "$root/var/cache/uketsuke" "$root/root" -printf '/%P\n' 2>/dev/null || true
        # Copies that passwd's tools keep of the files before.
        find "$root/etc" -type f ! -name '*-' ! -name ld.so.cache -exec md5sum {} +
        inside systemctl list-unit-files --no-pager
        inside dpkg-query --show
        find "$root/var/lib/dpkg/info" -name 'uketsuke*'
    } | sed "s|$root||" | LC_ALL=C sort >"$1"
}

install_package() {
    cp "$deb" "$root/tmp/uketsuke.deb"
    # Its dependencies first, so that what they leave is not taken for the package's.
    inside sh -c 'apt-get -qq satisfy -y --no-install-recommends "$(dpkg-deb --field /tmp/uketsuke.deb Depends)"' \
        >"$work/apt.log" 2>&1 || fail "dependencies: $(tail -n 5 "$work/apt.log")"
    # What a rehearsal needs, and the steps that fetch networks and voices.
    inside apt-get -qq install -y --no-install-recommends python3-pip xvfb xauth iproute2 vsmartcard-vpcd \
        >>"$work/apt.log" 2>&1 || fail "suggested packages: $(tail -n 5 "$work/apt.log")"
    # Whom this machine trusts for a network of its own.
    [ ! -f "${SSL_CERT_FILE:-}" ] || cp "$SSL_CERT_FILE" "$root/etc/ssl/certs/ca-certificates.crt"
    snapshot "$work/before"
    inside apt-get -qq install -y --no-install-recommends /tmp/uketsuke.deb >"$work/install.log" 2>&1 ||
        fail "apt refuses it: $(tail -n 20 "$work/install.log")"
    grep -q 'uketsuke doctor --config /etc/uketsuke/uketsuke.toml' "$work/install.log" || fail "no hint of the doctor"
    say "installed, $(du -k "$deb" | cut -f 1) kB; with the hint: $(grep '^次は' "$work/install.log")"
    for unit in kiosk desk; do
        ! inside systemctl is-enabled --quiet "uketsuke-$unit" || fail "uketsuke-$unit is enabled without being asked for"
        inside systemd-analyze verify "uketsuke-$unit.service" 2>"$work/verify.log" || true
        # Of other packages' units it says things too.
        ! grep uketsuke "$work/verify.log" || fail "systemd does not like uketsuke-$unit.service"
    done
    say "systemd verifies both units"
}

networks_and_voices() {
    inside uketsuke models install --folder /var/lib/uketsuke/models
    inside uketsuke voices install --folder /var/lib/uketsuke/voices
}

doctor() {
    # systemd makes it on a machine that runs (pcscd.socket).
    mkdir -m 755 "$root/run/pcscd"
    # shellcheck disable=SC2086 # It is words.
    inside $kiosk uketsuke doctor >"$work/doctor" || fail "the doctor of the practice terminal: $(cat "$work/doctor")"
    say "the doctor: a rehearsal could run"
    # A real kiosk has neither reader nor centre nor screen here. All else that it needs is there.
    install -d "$root/srv/OQS"
    inside install -d -o uketsuke /srv/OQS /srv/OQS/face
    # shellcheck disable=SC2086 # It is words.
    inside $kiosk uketsuke doctor --config /etc/uketsuke/uketsuke.toml >"$work/doctor" || true
    grep '^MISSING' "$work/doctor" >"$work/missing"
    ! grep -vE '^MISSING +(PC/SC service|Eligibility centre|Display): ' "$work/missing" || fail "see the lines above"
    say "the doctor of the real kiosk misses what this machine cannot have, and nothing else"
    rm -r "$root/srv/OQS"
}

# On loopback only: the virtual reader listens wherever it can.
visit() {
    cp tools/visits/first-visit.visit "$root/tmp/"
    # shellcheck disable=SC2016,SC2086 # They are words, and "$@" is the inner shell's.
    unshare --net sh -c 'ip link set lo up && exec "$@"' sh $enter $kiosk WGPU_BACKEND=vulkan \
        xvfb-run --auto-servernum --server-args='-screen 0 1920x2080x24 -nolisten tcp' \
        uketsuke visit /tmp/first-visit.visit --out /tmp/visit --px-per-mm 3.78 >"$work/visit.log" 2>&1 ||
        fail "the visit: $(tail -n 5 "$work/visit.log")"
    set -- "$root"/tmp/visit/face/*.xml
    [ -s "$1" ] || fail "no result file after the visit"
    say "one visit, $(find "$root/tmp/visit" -name '*.png' | wc -l) pictures; the hospital has $(basename "$1")"
}

purge() {
    inside apt-get -qq purge -y uketsuke >"$work/purge.log" 2>&1 || fail "purging: $(tail -n 5 "$work/purge.log")"
    ! grep -i 'warning' "$work/purge.log" || fail "purging is not quiet"
    [ -z "${UKETSUKE_TEST_LEAVE:-}" ] || touch "$root/$UKETSUKE_TEST_LEAVE"
    snapshot "$work/after"
    diff "$work/before" "$work/after" || fail "something was left (>), or taken away (<)"
    say "purged: of $(wc -l <"$work/before") things none is there that was not before, and none is missing"
}

say "a fresh Debian 12, from where this machine's packages come from"
fresh_system
install_package
networks_and_voices
doctor
visit
purge
