# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a unit that vanishes on another channel takes no namesake with it
# drivers: ours
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:16M,disk=ram:32M,at=1:0:0
# timeout: 60

# In-tree looks for a vanished unit on channel 0, whatever its channel.

disk_at() {
	for d in /sys/block/sd*; do
		case $(readlink "$d/device") in
		*:"$1") echo "/dev/${d##*/}"; return 0 ;;
		esac
	done
	return 1
}

no_disk_at() { ! disk_at "$1"; }

guest() {
	check "the disk of channel 0 appears" wait_for 20 disk_at 0:0:0 || return 0
	check "the disk of channel 1 appears" wait_for 20 disk_at 1:0:0 || return 0
	hv "dev scsi0 fail 1 0x20"
	dd if="$(disk_at 1:0:0)" of=/dev/null bs=4k count=1 iflag=direct 2>/dev/null
	check "the unit of channel 1 goes" wait_for 20 no_disk_at 1:0:0
	check "that of channel 0 stays" disk_at 0:0:0
	check "and can be read" dd if="$(disk_at 0:0:0)" of=/dev/null bs=1M iflag=direct
}
