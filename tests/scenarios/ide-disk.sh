# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the same disk by an emulated IDE controller and by VMBus: ata_piix before, after, without hv_storvsc; one block device, never two; the CD-ROM stays
# drivers: both
# modules: sd_mod sr_mod
# modules-present: hv_storvsc ata_piix
# host: -cdrom $JOBTMP/cd.img -device ide,disk=file:$JOBTMP/ide.img,serial=IDETWIN
# timeout: 120

# The disk begins with a name, the CD-ROM too.
prepare() {
	dd if=/dev/urandom of="$JOBTMP/ide.img" bs=1M count=8 2>/dev/null || return 1
	dd if=/dev/urandom of="$JOBTMP/cd.img" bs=64k count=4 2>/dev/null || return 1
	printf '%-512s' 'the disk of two ways' | dd of="$JOBTMP/ide.img" conv=notrunc 2>/dev/null || return 1
	printf '%-2048s' 'the CD-ROM of one way' | dd of="$JOBTMP/cd.img" conv=notrunc 2>/dev/null || return 1
	md5sum <"$JOBTMP/cd.img" | cut -d' ' -f1 >"$JOBTMP/cd.md5"
}

# Block devices that begin with the disk's name; they have no partitions.
twins() {
	n=0
	for b in /sys/block/sd*; do
		[ -b "/dev/${b##*/}" ] || continue
		case $(dd if="/dev/${b##*/}" bs=512 count=1 iflag=direct 2>/dev/null) in
		'the disk of two ways'*) n=$((n + 1)) ;;
		esac
	done
	echo "$n"
}
one() { [ "$(twins)" = 1 ]; }
# by_way MODULE: the one disk is on that module's host
by_way() {
	for b in /sys/block/sd*; do
		[ -e "$b" ] || continue
		case $1/$(readlink -f "$b/device") in
		hv_storvsc/*/ata[0-9]*) return 1 ;;
		hv_storvsc/*VMB*|hv_storvsc/*vmbus*) ;;
		ata_piix/*/ata[0-9]*) ;;
		*) echo "${b##*/} is at $(readlink -f "$b/device")"; return 1 ;;
		esac
	done
}
has_cd() { [ -b /dev/sr0 ]; }
no_cd() { ! has_cd; }
no_disk() { [ -z "$(ls -d /sys/block/sd* 2>/dev/null)" ]; }
# Both channels have been looked at when the CD-ROM of the second is there; a disk on
# the first would have come before it.
cd_reads() {
	case $(dd if=/dev/sr0 bs=2k count=1 2>/dev/null) in
	'the CD-ROM of one way'*) ;;
	*) return 1 ;;
	esac
	[ "$(dd if=/dev/sr0 bs=64k 2>/dev/null | wc -c)" = 262144 ]
}
emulated() { hv "counters ide.reads" | awk '{ n = $2 } END { print n + 0 }'; }

# settled WHEN WAY: exactly one disk, by that way, and the CD-ROM
settled() {
	check "$1: the CD-ROM is there" wait_for 20 has_cd
	check "$1: it can be read" cd_reads
	check "$1: the disk is there" wait_for 20 one
	usleep 500000
	is "$(twins)" 1 "$1: as one block device"
	set -- "$1" "$2" /sys/block/sd*
	is "$#" 3 "$1: and there is no other"
	check "$1: by $2" by_way "$2"
}

all_away() {
	unload hv_storvsc 2>/dev/null
	unload ata_piix
	wait_for 10 no_disk && wait_for 10 no_cd
}

guest() {
	load hv_storvsc
	check "alone: the disk comes by VMBus" wait_for 20 one
	load ata_piix
	settled "ata_piix after hv_storvsc" hv_storvsc
	check "the kernel says that it leaves the disk alone" kernel_says "ATA device ignore set"
	check "both go" all_away

	load ata_piix
	check "alone: ata_piix brings the CD-ROM" wait_for 20 has_cd
	is "$(twins)" 0 "alone: and no disk"
	load hv_storvsc
	settled "ata_piix before hv_storvsc" hv_storvsc
	check "both go again" all_away
	is "$(emulated)" 0 "no sector was read from the emulated disk"
	check "the disk is written by VMBus" written
	is "$(emulated)" 0 "still none"

	# As older kernels are: the driver of the emulated controller takes disks.
	unload hv_storvsc
	load ata_piix prefer_ms_hyperv=0
	settled "ata_piix alone, told to take disks" ata_piix
	check "it was read as IDE" test "$(emulated)" -gt 0
	load hv_storvsc
	if [ "$RIG_DRIVERS" = intree ]; then
		# This scenario can find two disks.
		check "the kernel's own driver makes it two" wait_for 20 two
		return
	fi
	check "hv_storvsc says that it leaves it" wait_for 20 kernel_says "left to the emulated IDE controller"
	settled "ata_piix has the disk, then hv_storvsc" ata_piix
	check "both go for the third time" all_away
	load hv_storvsc
	check "without the other the disk comes by VMBus" wait_for 20 one
	check "that is, by hv_storvsc" by_way hv_storvsc
	unload hv_storvsc
	load hv_storvsc ide=0
	usleep 1000000
	is "$(twins)" 0 "hv_storvsc can be told to take none"
}
two() { [ "$(twins)" = 2 ]; }
written() {
	load hv_storvsc && wait_for 20 one || return 1
	set -- /sys/block/sd*
	dd if=/dev/urandom of=/tmp/a bs=64k count=16 2>/dev/null
	dd if=/tmp/a of="/dev/${1##*/}" bs=64k seek=16 conv=fsync 2>/dev/null
	echo 3 >/proc/sys/vm/drop_caches
	[ "$(dd if="/dev/${1##*/}" bs=64k skip=16 count=16 2>/dev/null | md5sum)" = "$(md5sum </tmp/a)" ]
}

after() {
	is "$(counter ide.writes)" 0 "nothing was written to the emulated disk"
	at_least "$(counter ide.cd_blocks)" 256 "the CD-ROM was read by its own way"
}
