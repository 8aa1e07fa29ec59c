# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a generation 2 machine: no PIIX, no PCI, no VGA; a linear framebuffer lies in the gap; disk and heartbeat work
# drivers: both
# modules: hv_storvsc sd_mod
# host: -gen 2 -device scsi,disk=ram:16M
# timeout: 90

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	dd if=/dev/urandom of=/tmp/a bs=64k count=64 2>/dev/null
	dd if=/tmp/a of="$disk" bs=64k conv=fsync 2>/dev/null
	echo 3 >/proc/sys/vm/drop_caches
	is "$(dd if="$disk" bs=64k count=64 2>/dev/null | md5sum)" "$(md5sum </tmp/a)" "data come back"
	check "the heart beats" wait_for 20 beats
	check "no PCI bus" test ! -e /sys/bus/pci/devices/0000:00:00.0
}

beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 1 ]; }
