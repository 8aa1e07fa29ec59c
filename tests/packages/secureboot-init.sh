#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the machine of secureboot.sh: does the part of the test that
# /sb/phase names, tells what it saw in lines "sb TAG: what", and switches off.
#
# Phases: 1 the key is not enrolled, 2 it is, 3 the boot after that. /sb/facts says
# which kernel this is and where its set of modules lies.

PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=/tmp
LC_ALL=C
TERM=dumb
export PATH HOME LC_ALL TERM
echo 1 >/proc/sys/kernel/printk
mount -o remount,rw /
mountpoint -q /sys/kernel/security || mount -t securityfs securityfs /sys/kernel/security
modprobe efivarfs && mount -t efivarfs efivarfs /sys/firmware/efi/efivars
KREL='' SET=''
. /sb/facts
phase=$(cat /sb/phase)

# tag NAME COMMAND...: what it says, each line with the tag, then its exit code
tag() {
	t=$1
	shift
	"$@" >/tmp/tagged 2>&1 </dev/null
	rc=$?
	sed "s/^/sb $t: /" /tmp/tagged
	echo "sb $t= $rc"
}

# try KIND FILE...: does the kernel take these modules? Off Hyper-V none of them has
# anything to do; what matters is whether it was the signature that was refused.
try() {
	kind=$1
	shift
	for f; do
		m=${f##*/}
		m=${m%%.*}
		why=$(insmod "$f" 2>&1) && why='it is loaded'
		echo "sb try $kind $m: ${why##*: }"
		rmmod "$m" 2>/dev/null
	done
}

side() {
	modprobe -S "$KREL" --show-depends hv_storvsc
}

echo "sb phase: $phase"
tag lockdown cat /sys/kernel/security/lockdown
tag state mokutil --sb-state
tag key mokutil --test-key /var/lib/dkms/mok.pub
own=/lib/modules/$KREL/kernel/drivers
try own "$own/hv/hv_vmbus.ko"
try ours "$SET"/hv_*.ko
try signed /sb/signed/*.ko
try unsigned /sb/unsigned/*.ko
try stranger /sb/stranger/*.ko
tag own grep -c -E '^(ext4|virtio_blk|efivarfs) ' /proc/modules
case $phase in
1)
	tag install /usr/lib/hyperv-guest/kernel.sh install "$KREL" "$SET"
	tag side side
	# The first of the commands that were printed, as it stands there.
	/usr/lib/hyperv-guest/kernel.sh install "$KREL" "$SET" 2>&1 |
		sed -n 's/^hyperv-guest: *\(mokutil --import [^ ]*\).*/\1/p' >/tmp/command
	tag command cat /tmp/command
	printf 'secret99\nsecret99\n' >/tmp/password
	sh /tmp/command </tmp/password >/tmp/import 2>&1
	echo "sb import= $?"
	sed 's/^/sb import: /' /tmp/import
	tag asked mokutil --list-new ;;
2)
	tag boot /usr/lib/hyperv-guest/kernel.sh boot
	tag side side
	tag check /usr/lib/hyperv-guest/kernel.sh check "$KREL" ;;
3)
	tag side side
	tag vmbus modprobe hv_vmbus
	tag waiting find /var/lib/hyperv-guest -type f ;;
esac
dmesg | grep -i -e 'secure boot' -e 'locked down' -e 'module verification' -e 'Loading of' | sed 's/^/sb dmesg: /'
echo "sb end: $phase"
echo $((phase + 1)) >/sb/phase
sync
mount -o remount,ro /
echo o >/proc/sysrq-trigger
# The disk may be gone already: nothing is run any more.
while :; do :; done
