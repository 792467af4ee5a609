#!/bin/sh
# Usage: with-atspi.sh COMMAND [ARG...]
# Runs COMMAND under a private Xvfb, session bus, accessibility bus and registry; its exit status is COMMAND's.
# Needs no XDG_RUNTIME_DIR, no systemd, no earlier bus; works as root. Everything it started is gone afterwards.
#   ATSPI_SCREEN  Xvfb screen (default 1080x1920x24)    ATSPI_WM  a window manager's command line (default none)
set -eu
case ${1-} in
--in-x)
    shift
    # 2: on the private display. Now the private session bus. dbus-run-session kills its daemon when we return.
    exec dbus-run-session --config-file="$ATSPI_TMP/session.conf" -- "$0" --in-bus "$@" ;;
--in-bus)
    shift
    # 3: on the private session bus.
    unset AT_SPI_BUS_ADDRESS NO_AT_BRIDGE GTK_MODULES || :
    # Both flags set the org.a11y.Status properties to true from the start; with --screen-reader=1, AccessKit's Unix
    # adapter activates as it starts (it watches ScreenReaderEnabled only, not IsEnabled).
    /usr/libexec/at-spi-bus-launcher --launch-immediately --a11y=1 --screen-reader=1 \
        >"$ATSPI_TMP/launcher.log" 2>&1 &
    launcher=$!
    wm=
    # The registry leaves by itself when its bus goes; the bus goes with the launcher.
    trap 'kill $launcher $wm 2>/dev/null || :; wait $launcher $wm 2>/dev/null || :' EXIT
    gdbus wait --session --timeout 10 org.a11y.Bus
    for p in IsEnabled ScreenReaderEnabled; do  # again by hand: a launcher that ignores the flags still obeys this
        gdbus call --session --timeout 10 --dest org.a11y.Bus --object-path /org/a11y/bus \
            --method org.freedesktop.DBus.Properties.Set org.a11y.Status $p '<true>' >/dev/null
    done
    a11y=$(gdbus call --session --timeout 10 --dest org.a11y.Bus --object-path /org/a11y/bus \
        --method org.a11y.Bus.GetAddress | sed "s/^('//; s/',)\$//")
    # Start the registry (the accessibility bus activates it) before any application looks for it.
    gdbus call --address "$a11y" --timeout 10 --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
        --method org.freedesktop.DBus.StartServiceByName org.a11y.atspi.Registry 0 >/dev/null
    if [ -n "${ATSPI_WM-}" ]; then $ATSPI_WM >"$ATSPI_TMP/wm.log" 2>&1 & wm=$!; fi
    setsid "$@" & echo $! >"$ATSPI_TMP/command"  # its own process group, so that all of it can be ended
    rc=0; wait $! || rc=$?
    kill -s KILL -- -$! 2>/dev/null || :  # what it left in the background
    exit $rc ;;
esac
[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARG...]" >&2; exit 2; }
case $0 in /*) self=$0 ;; *) self=$(pwd)/$0 ;; esac
ATSPI_TMP=$(mktemp -d /tmp/atspi-run.XXXXXX); export ATSPI_TMP
trap 'rm -rf "$ATSPI_TMP"' EXIT
# Only the command is told to end: then all around it unwinds in order (an ended xvfb-run would leave its folder).
stop() { rc=$1; kill -s TERM -- -"$(cat "$ATSPI_TMP/command")" 2>/dev/null || :; wait $run || :; exit $rc; }
trap 'stop 143' TERM; trap 'stop 130' INT
mkdir -m 700 "$ATSPI_TMP/run" "$ATSPI_TMP/data" "$ATSPI_TMP/config" "$ATSPI_TMP/cache"
# A session bus with only what at-spi needs: the stock session.conf would also offer dconf, portals, systemd...
cat >"$ATSPI_TMP/session.conf" <<X
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><keep_umask/><listen>unix:dir=$ATSPI_TMP/run</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
X
# XDG_RUNTIME_DIR is ours, so two runs never share at-spi/bus_N; the data and settings ones keep HOME untouched.
rc=0
env -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS -u AT_SPI_BUS_ADDRESS \
    XDG_RUNTIME_DIR="$ATSPI_TMP/run" XDG_DATA_HOME="$ATSPI_TMP/data" XDG_CONFIG_HOME="$ATSPI_TMP/config" \
    XDG_CACHE_HOME="$ATSPI_TMP/cache" GSETTINGS_BACKEND=memory GIO_USE_VFS=local GDK_BACKEND=x11 \
    LC_ALL="${LC_ALL:-C.UTF-8}" \
    xvfb-run -a -s "-screen 0 ${ATSPI_SCREEN:-1080x1920x24} -nolisten tcp -noreset" "$self" --in-x "$@" & run=$!
wait $run || rc=$?
exit $rc
