#!/bin/sh
# run.sh BINARY [ARGUMENT...]: runs BINARY as root in a virtual machine that has cameras, and exits with its status.
# README.md says what is in there and how to make the cameras fail.
#
# The kernel is Debian's, unpacked into ~/.cache/uketsuke/camera-vm and not installed, in QEMU without KVM: this
# machine's own kernel needs no module and is not changed.
set -eu
here=$(dirname "$0")
# depmod and modprobe are there for root only.
PATH=$PATH:/usr/sbin:/sbin

packages="qemu-system-x86 kmod cpio busybox-static v4l-utils xz-utils"
# Seconds until a guest counts as hung; a boot takes about 5.
limit=${UKETSUKE_VM_LIMIT:-300}
cache=$HOME/.cache/uketsuke/camera-vm

say() { printf 'camera-vm: %s\n' "$*"; }
give_up() {
    say "$*" >&2
    exit 1
}

# Prints the packages that are not installed, one a line.
missing_packages() {
    # shellcheck disable=SC2086 # The list is words.
    set -- $packages
    installed=$(dpkg-query --show --showformat '${Package} ${db:Status-Abbrev}\n' "$@" 2>/dev/null |
        sed -n 's/ ii *$//p')
    for package in "$@"; do
        printf '%s\n' "$installed" | grep -qx "$package" || printf '%s\n' "$package"
    done
}

install_packages() {
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        say "packages are missing. Run this line, then try again:"
        echo "su -c 'apt-get install --no-install-recommends $missing'"
        exit 1
    fi
    say "installing: $missing"
    apt-get update -qq
    # shellcheck disable=SC2086 # The list is words.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}

# Fetches Debian's kernel for PCs (the one for clouds lacks vivid) and unpacks it: where $cache/kernel exists, it is
# complete. Remove it to get a newer one.
fetch_kernel() {
    [ ! -d "$cache/kernel" ] || return 0
    package=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p')
    [ -n "$package" ] || give_up "apt knows no linux-image-amd64: this needs Debian, and its lists (apt-get update)"
    say "fetching $package (70 MB, only the first time)"
    rm -rf "$cache/new"
    mkdir -p "$cache/new"
    (
        cd "$cache/new"
        # apt's own user cannot write into a home; the download is verified all the same.
        apt-get download -qq -o APT::Sandbox::User=root "$package"
        dpkg -x ./*.deb .
        rm ./*.deb
        ls lib/modules >version
        depmod -b . "$(cat version)"
        # The kernel unpacked, from the magic number of xz on: the guest would need four seconds for it.
        start=$(LC_ALL=C grep -abo "$(printf '\3757zXZ')" boot/vmlinuz-* | head -n 1 | cut -d : -f 1)
        tail -c "+$((start + 1))" boot/vmlinuz-* | xz -dc --single-stream >vmlinux
    ) || give_up "no kernel. If the package was not found, refresh apt's lists (apt-get update) and try again"
    mv "$cache/new" "$cache/kernel"
}

# Copies a program to where the guest has it, and the libraries that it names.
put_program() {
    mkdir -p "$guest$(dirname "$2")"
    # Without debugging information: a test binary has a lot, and all of it would be in the guest's memory.
    strip --strip-debug -o "$guest$2" "$1" 2>/dev/null || cp "$1" "$guest$2"
    chmod 755 "$guest$2"
    # A script and a static program have none.
    libraries=$(ldd "$1" 2>/dev/null) || return 0
    case $libraries in *'not found'*) give_up "$1 lacks libraries: $libraries" ;; esac
    for library in $(printf '%s\n' "$libraries" | grep -o '/[^ ]*'); do
        mkdir -p "$guest$(dirname "$library")"
        cp -L "$library" "$guest$library"
    done
}

# Copies the modules that are named, and what they need, numbered in the order of loading.
put_modules() {
    mkdir -p "$guest/modules"
    number=100
    for module in "$@"; do
        modprobe --dirname "$cache/kernel" --set-version "$version" --dry-run --show-depends "$module"
    done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
        number=$((number + 1))
        copy=$guest/modules/$number-$(basename "$file" .xz)
        case $file in *.xz) xz -dc "$file" >"$copy" ;; *) cp "$file" "$copy" ;; esac
    done
}

# Prints a word so that a shell reads it as it is.
quoted() {
    printf '%s\n' "$1" | sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/"
}

[ $# -gt 0 ] || give_up "usage: run.sh BINARY [ARGUMENT...]"
binary=$1
shift
[ -f "$binary" ] || give_up "there is no $binary"

command -v dpkg-query >/dev/null || give_up "this needs Debian"
install_packages
fetch_kernel
version=$(cat "$cache/kernel/version")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
guest=$work/guest
mkdir -p "$guest/bin" "$guest/dev" "$guest/proc" "$guest/sys" "$guest/tmp" "$guest/root"
cp /bin/busybox "$guest/bin/"
ln -s busybox "$guest/bin/sh"
cp "$here/init.sh" "$guest/init"
chmod 755 "$guest/init"
gcc -O2 -o "$work/usb-camera" "$here/usb-camera.c"
put_program "$work/usb-camera" /bin/usb-camera
put_program "$(command -v v4l2-ctl)" /bin/v4l2-ctl
put_program "$binary" /test-binary
put_modules vivid uvcvideo vhci-hcd
{
    printf 'set --'
    for argument in "$@"; do
        printf ' %s' "$(quoted "$argument")"
    done
    echo
} >"$guest/test-arguments"
(cd "$guest" && find . | cpio --create --format newc --quiet) >"$work/initramfs"

# A guest that panics ends too: it wants to reboot, and may not.
timeout --foreground "$limit" qemu-system-x86_64 \
    -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 1024 -nodefaults -no-reboot -display none -serial stdio \
    -kernel "$cache/kernel/vmlinux" -initrd "$work/initramfs" \
    -append "console=ttyS0 quiet panic=-1 tsc=reliable no_timer_check mitigations=off" </dev/null |
    sed -u 's/\r$//' | tee "$work/console"
status=$(sed -n 's/^@@ exit \([0-9][0-9]*\)$/\1/p' "$work/console" | tail -n 1)
[ -n "$status" ] || give_up "the guest did not come to its end (a panic, or more than $limit s)"
exit "$status"
