#!/bin/sh
# The first and only process of the guest that run.sh boots: makes two virtual cameras, runs the test, powers off.
/bin/busybox --install -s /bin
export PATH=/bin HOME=/root TMPDIR=/tmp RUST_BACKTRACE=1
export UKETSUKE_TEST_CAMERA=/dev/video0 UKETSUKE_TEST_IR_CAMERA=/dev/video1
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
# Tests of the network stay on loopback: there is no other interface.
ip link set lo up
# A message of the kernel in the middle of a line would spoil what run.sh looks for.
dmesg -n 1

# In the order in which they need each other.
for module in /modules/*; do
    case $module in
    # Two devices, each with a capture node only and one input, a webcam; single-planar.
    *-vivid.ko) insmod "$module" n_devs=2 node_types=0x1,0x1 num_inputs=1,1 input_types=0x0,0x0 multiplanar=1,1 ;;
    *) insmod "$module" ;;
    esac || echo "insmod $module failed"
done
# What stands for an infrared camera. It offers every other format too: a driver's list cannot be shortened.
v4l2-ctl -d /dev/video1 --set-fmt-video=width=640,height=360,pixelformat=GREY

echo "@@ cameras ready after $(cut -d ' ' -f 1 /proc/uptime) s"
# shellcheck source=/dev/null # run.sh writes it.
. /test-arguments
cd /tmp || exit
/test-binary "$@" </dev/null
status=$?
echo
echo "@@ exit $status"
poweroff -f
