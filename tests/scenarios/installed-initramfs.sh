# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the initramfs that an installed system made brings up its root on a storage disk
# drivers: both
# load: none
# initrd: given
# root: storvsc
# append: root=/dev/sda rw
# mem: 768M
# timeout: 120

# Its caller names the initramfs in RIG_INITRD and says whose drivers must be in it
# (tests/packages/boot.sh): the kernel's own carry no version.

whose() {
	if [ -f "/sys/module/$1/version" ]; then
		echo ours
	elif [ -d "/sys/module/$1" ]; then
		echo intree
	else
		echo none
	fi
}

guest() {
	is "$(awk '$2 == "/" && $3 == "ext4" { print $1 }' /proc/mounts)" /dev/sda "the root file system is on the disk"
	is "$(whose hv_vmbus)" "$RIG_DRIVERS" "the bus is driven by $RIG_DRIVERS"
	is "$(whose hv_storvsc)" "$RIG_DRIVERS" "the disk is driven by $RIG_DRIVERS"
	echo 3 >/proc/sys/vm/drop_caches
	cd /data || return 1
	check "an 8 MiB file has the right checksum" md5sum -c blob.md5
	check "a file is written" dd if=/data/blob of=/data/copy bs=256k conv=fsync
	echo 3 >/proc/sys/vm/drop_caches
	check "and read back the same" cmp /data/blob /data/copy
	cd /
	check "remounted read-only" mount -o remount,ro /
}
