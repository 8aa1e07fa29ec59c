# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: units of a controller come and go, and only the one that is meant
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:16M,disk=sparse:24M,disk=ram:32M,at=1:0:0
# timeout: 90

no_disk() { ! have_disk "$1"; }

# disk_at CHANNEL:TARGET:LUN
disk_at() {
	for d in /sys/block/sd*; do
		case $(readlink "$d/device") in
		*:"$1") echo "/dev/${d##*/}"; return 0 ;;
		esac
	done
	return 1
}

guest() {
	check "two disks appear" wait_for 20 have_disk 1 || return 0
	check "the disk of the second channel appears" wait_for 20 disk_at 1:0:0 || return 0

	check "a third unit is plugged in" hv "dev scsi0 addlun 5 disk=ram:48M"
	check "its disk appears" wait_for 20 have_disk 5 || return 0
	is "$(cat "/sys/block/$(basename "$(disk_of 5)")/size")" 98304 "with its own size"
	check "it can be written" dd if=/dev/urandom of="$(disk_of 5)" bs=1M count=4 conv=fsync

	check "unit 1 is pulled" hv "dev scsi0 rmlun 1"
	check "its disk goes away" wait_for 30 no_disk 1
	check "disk 0 stays" have_disk 0
	check "disk 5 stays" have_disk 5
	check "the disk of the second channel stays" disk_at 1:0:0

	# The host says nothing; the guest finds out by an error.
	check "unit 5 is pulled without a word" hv "dev scsi0 rmlun 5 quiet"
	dd if="$(disk_of 5)" of=/dev/null bs=4k count=1 iflag=direct 2>/dev/null
	check "the first failing read removes its disk" wait_for 30 no_disk 5
	check "disk 0 still stays" have_disk 0
	check "disk 0 can be read" dd if="$(disk_of 0)" of=/dev/null bs=1M count=4 iflag=direct

	i=0
	good=0
	while [ "$i" -lt 5 ]; do
		i=$((i + 1))
		hv "dev scsi0 addlun 7 disk=ram:16M"
		wait_for 20 have_disk 7 && good=$((good + 1))
		hv "dev scsi0 rmlun 7"
		wait_for 20 no_disk 7 || diag "round $i: the disk stays"
	done
	is "$good" 5 "a unit comes and goes 5 times"
}
