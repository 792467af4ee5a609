#!/bin/sh
# Boots a Debian 12 with the package in a virtual machine, under its own systemd: the kiosk must come up on the screen in its
# sandbox, stay there whatever keys are pressed, come back when it is killed and when it hangs; the desk must answer.
# Leaves a picture of the screen: target/package/screen.png.
#
# Needs root, a network, QEMU (installed where it is missing) and no KVM: five to ten minutes. Reader (without a card), sound
# card and camera are Linux's drivers with emulated devices; what it cannot try is a graphics card and a real touch screen.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/package/fresh.sh
. tests/package/fresh.sh

# Whatever a hostile person might press: other consoles, closing, switching, restarting, the kernel's own chords.
chords="ctrl-alt-f1 ctrl-alt-f2 ctrl-alt-f3 alt-f2 alt-f4 alt-tab alt-esc alt-spc meta_l ctrl-alt-delete ctrl-alt-backspace
    alt-sysrq-r alt-sysrq-e alt-sysrq-i alt-sysrq-b ctrl-c ctrl-d ctrl-z ctrl-q ctrl-w ctrl-alt-t shift-f10 f11 print pause"

prepare() {
    inside install -d -o uketsuke /srv/OQS /srv/OQS/face
    sed -i 's/^#loudspeaker = .*/loudspeaker = "plughw:0,0"/' "$root/etc/uketsuke/uketsuke.toml"
    install -m 755 tests/package/guest.sh "$deb" "$root/root/"
    mv "$root/root/$(basename "$deb")" "$root/root/uketsuke.deb"
    cat >"$root/etc/systemd/system/guest.service" <<'END'
[Unit]
After=multi-user.target
[Service]
ExecStart=/bin/sh -c 'exec /root/guest.sh >/dev/ttyS1 2>&1'
[Install]
WantedBy=multi-user.target
END
    # Drawn by an emulated processor, a frame takes seconds: what the unit allows is too short here.
    mkdir "$root/etc/systemd/system/uketsuke-kiosk.service.d"
    printf '[Service]\nTimeoutStartSec=240\nTimeoutStopSec=120\nWatchdogSec=90\n' \
        >"$root/etc/systemd/system/uketsuke-kiosk.service.d/slow.conf"
    inside systemctl --quiet enable uketsuke-kiosk uketsuke-desk guest
    rm "$root/usr/sbin/policy-rc.d"
    kernel=$(ls "$root"/boot/vmlinuz-*)
    initrd=$(ls "$root"/boot/initrd.img-*)
    for at in dev proc sys run tmp; do umount -l "$root/$at"; done
    mke2fs -q -t ext4 -d "$root" "$work/disk" 6G
}

boot() {
    mkfifo "$work/keys"
    exec 3<>"$work/keys"
    rm -f target/package/screen.png
    # What the guest's kernel says goes into one file, what guest.sh says into the other. A guest that restarts ends.
    qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 4096 -nodefaults -no-reboot -display none \
        -serial "file:$work/console" -serial "file:$work/guest" -monitor stdio -drive "file=$work/disk,if=virtio,format=raw" \
        -device virtio-vga -device qemu-xhci -device usb-kbd -device usb-tablet -device usb-ccid \
        -audiodev none,id=sound -device intel-hda -device hda-output,audiodev=sound -kernel "$kernel" -initrd "$initrd" \
        -append "root=/dev/vda rw console=tty1 console=ttyS0 panic=-1 tsc=reliable no_timer_check mitigations=off" \
        <"$work/keys" >"$work/monitor" 2>&1 &
    machine=$!
    waited=0
    until grep -q '^@@ keys' "$work/guest" 2>/dev/null; do
        if [ "$waited" = 300 ] || ! kill -0 "$machine" 2>/dev/null; then
            fail "it does not come up: $(tail -n 40 "$work/guest")"
        fi
        sleep 1
        waited=$((waited + 1))
    done
    echo "screendump $PWD/target/package/screen.png -f png" >&3
    sleep 3
    for chord in $chords; do
        echo "sendkey $chord" >&3
        sleep 0.5
    done
    # It ends by itself; one that does not must not hold up whoever waits for this.
    waited=0
    while kill -0 "$machine" 2>/dev/null && [ "$waited" -lt 900 ]; do
        sleep 1
        waited=$((waited + 1))
    done
    kill "$machine" 2>/dev/null || true
    wait "$machine" || true
    sed -n 's/\r$//; /^@@ keys/d; /^@@ done/d; s/^@@ /package: /p' "$work/guest"
    [ -s target/package/screen.png ] || fail "no picture of the screen: $(tail -n 2 "$work/monitor")"
    grep -q '^@@ done' "$work/guest" || fail "it did not come to its end: $(tail -n 40 "$work/guest")"
}

command -v qemu-system-x86_64 >/dev/null ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends qemu-system-x86
fresh_system systemd-sysv linux-image-amd64 procps
install_package
prepare
boot
