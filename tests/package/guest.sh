#!/bin/sh
# Runs in the virtual machine of boot.sh, as root, when the system is up: each line that begins with @@ is for boot.sh, the
# last one only if all went well.
set -eu

say() { echo "@@ $*"; }
fail() {
    say "FAILED: $*"
    systemctl --no-pager --full status uketsuke-kiosk uketsuke-desk || true
    journalctl -b --no-pager -o short-monotonic -n 60 -u uketsuke-kiosk -u uketsuke-desk -u seatd -u pcscd || true
    poweroff
    exit 1
}
of_kiosk() { systemctl show --value --property "$1" uketsuke-kiosk; }
now() { cut -d . -f 1 /proc/uptime; }
program() { pgrep -f '^/usr/bin/uketsuke kiosk'; }

# A camera of Linux's own.
modprobe vivid n_devs=1 node_types=0x1 num_inputs=1 input_types=0x0 multiplanar=1

# Until the kiosk says of itself that it is up (READY=1), in another run than the one that is named.
await() {
    began=$(now)
    until [ "$(of_kiosk ActiveState)" = active ] && [ "$(of_kiosk MainPID)" != "$1" ]; do
        [ "$(now)" -lt $((began + $2)) ] || fail "$3"
        sleep 0.2
    done
    took=$(($(now) - began))
}

await 0 240 "the kiosk does not start"
first=$(of_kiosk MainPID)
say "the kiosk is up $(now) s after the kernel, in $(of_kiosk NRestarts) new starts; $(of_kiosk User), $(of_kiosk MemoryCurrent) bytes"
[ "$(of_kiosk NRestarts)" = 0 ] || fail "it needed more than one start"
grep -q 'VmLck:.* [1-9]' "/proc/$(program)/status" || fail "its memory is not locked"
grep -q 'Max core file size  *0 ' "/proc/$(program)/limits" || fail "it may leave a core"

# It says so with its first frame; here the picture takes its time to the glass.
sleep 30
say keys
sleep 30
[ "$(of_kiosk MainPID)" = "$first" ] || fail "keys have ended it"
[ "$(cat /sys/class/tty/tty0/active)" = tty1 ] || fail "keys have led to $(cat /sys/class/tty/tty0/active)"
say "no key leads out: the same process, the same console"

kill -KILL "$(program)"
await "$first" 120 "it does not come back after kill -9"
say "killed, it is back after $took s"

second=$(of_kiosk MainPID)
kill -STOP "$(program)"
await "$second" 300 "nobody sees that it hangs"
say "hanging, it is ended and back after $took s"

[ "$(systemctl is-active uketsuke-desk)" = active ] || fail "the desk does not run"
grep -q ':20FB ' /proc/net/tcp || fail "the desk does not listen on 8443"
say "the desk runs and listens, and knows nothing of the kiosk's: $(runuser -u uketsuke-desk -- ls /var/lib/uketsuke/results 2>&1)"
third=$(of_kiosk MainPID)
dpkg --install /root/uketsuke.deb >/root/dpkg.log 2>&1 || fail "it cannot be updated: $(tail -n 5 /root/dpkg.log)"
[ "$(of_kiosk MainPID)" = "$third" ] || fail "an update restarts it"
say "updated while it runs, it goes on"

# What the doctor sees from inside of the kiosk's sandbox.
mkdir -p /run/systemd/system/uketsuke-kiosk.service.d
cat >/run/systemd/system/uketsuke-kiosk.service.d/doctor.conf <<'END'
[Service]
ExecStartPre=-/usr/bin/uketsuke doctor --config /etc/uketsuke/uketsuke.toml
TimeoutStartSec=180
END
systemctl daemon-reload
systemctl restart uketsuke-kiosk || fail "it does not start with the doctor before it"
journalctl -b --no-pager -o cat -u uketsuke-kiosk | grep -E '^(ok|note|MISSING) ' >/root/doctor || fail "the doctor says nothing"
for thing in 'Card reader' Camera Loudspeaker 'Result folder'; do
    grep -q "^ok  *$thing: " /root/doctor || fail "not in the sandbox: $thing: $(cat /root/doctor)"
    say "in the sandbox: $(grep "^ok  *$thing: " /root/doctor | tail -n 1)"
done

# The guide's line for whoever comes over SSH.
DISPLAY=:0 runuser -u uketsuke -- uketsuke doctor --config /etc/uketsuke/uketsuke.toml >/root/doctor || true
grep -q '^ok  *Display: ' /root/doctor || fail "the doctor over SSH sees no display: $(cat /root/doctor)"

sleep 30
systemctl stop uketsuke-kiosk
[ "$(of_kiosk Result)" = success ] || fail "it does not end well: $(of_kiosk Result)"
say "stopped, it ends well"
systemctl start uketsuke-kiosk
dpkg --purge uketsuke >/root/dpkg.log 2>&1 || fail "it cannot be purged: $(tail -n 5 /root/dpkg.log)"
left=$(find / -xdev -path /root -prune -o -name '*uketsuke*' -print; grep uketsuke /etc/passwd /etc/group || true; pgrep -l uketsuke || true)
[ -z "$left" ] || fail "purged while it runs, it leaves $left"
say "purged while it runs, it leaves nothing"
say "done"
poweroff
