# Sourced by install.sh and boot.sh: a fresh Debian 12 in $root, from where this machine's own apt gets its packages.
#
# All mounts and processes are in namespaces of their own, and gone when the script ends, however it ends.
# shellcheck shell=sh disable=SC2034 # Both use what is set here.

say() { printf 'package: %s\n' "$*"; }
fail() {
    say "FAILED: $*" >&2
    exit 1
}

if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" = 0 ] || fail "only root can make a fresh system"
    command -v mmdebstrap >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq mmdebstrap
    exec unshare --mount --propagation private --pid --fork --kill-child "$0" --inside
fi

deb=$(ls target/package/uketsuke_*.deb) || fail "there is no package: make package"
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
enter="chroot $root env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive
    $(env | grep -E '^(PIP_[A-Z_]*|SSL_CERT_FILE|[a-zA-Z]*_(proxy|PROXY))=[^ ]*$')"
# shellcheck disable=SC2086 # It is words.
inside() { $enter "$@"; }

# Makes it, with the Debian packages that are named.
fresh_system() {
    say "a fresh Debian 12, from where this machine's packages come from"
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    apt-get indextargets --format "deb [signed-by=$keys] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
        'Created-By: Packages' 'Origin: Debian' 'Component: main' | grep bookworm | sort -u >"$work/sources"
    [ -s "$work/sources" ] || fail "apt knows no mirror of Debian 12: run apt-get update"
    packages=$(echo "$@" | tr ' ' ',')
    set -- --quiet --variant=minbase --include="$packages"
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
    cp "$deb" "$root/tmp/uketsuke.deb"
    # The package's dependencies first, so that what they leave is not taken for the package's.
    inside sh -c 'apt-get -qq satisfy -y --no-install-recommends "$(dpkg-deb --field /tmp/uketsuke.deb Depends)"' \
        >"$work/apt.log" 2>&1 || fail "dependencies: $(tail -n 5 "$work/apt.log")"
    # Whom this machine trusts for a network of its own.
    [ ! -f "${SSL_CERT_FILE:-}" ] || cp "$SSL_CERT_FILE" "$root/etc/ssl/certs/ca-certificates.crt"
}

install_package() {
    inside apt-get -qq install -y --no-install-recommends /tmp/uketsuke.deb >"$work/install.log" 2>&1 ||
        fail "apt refuses it: $(tail -n 20 "$work/install.log")"
    say "installed, $(du -k "$deb" | cut -f 1) kB packed, $(inside dpkg-query --show --showformat '${Installed-Size}' uketsuke) kB on the disk"
}
