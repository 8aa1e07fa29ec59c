# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: hosts of every storage protocol version, 2.0 to 6.2, SCSI and IDE
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,vstor=6.2,disk=ram:8M -device scsi,vstor=6.0,disk=ram:9M -device scsi,vstor=5.1,disk=ram:10M
# host: -device scsi,vstor=4.2,disk=ram:11M -device scsi,vstor=2.0,disk=ram:12M
# host: -device ide,vstor=6.2,disk=ram:13M -device ide,vstor=2.0,disk=ram:14M
# timeout: 90

disk_of_size() {
	for d in /sys/block/sd*; do
		[ "$(cat "$d/size")" = $(($1 * 2048)) ] && echo "/dev/${d##*/}" && return 0
	done
	return 1
}

# discards CONTROLLER VERSION DISK: one MiB is given up and reads as zeros, on hosts that
# are new enough to do it
discards() {
	case $1-$2 in
	ide*|*-4.2|*-2.0) return ;;
	esac
	[ "$RIG_DRIVERS" = ours ] || {
		skip "$1: discards" "the in-tree driver takes the version agreed last for that of all controllers"
		return
	}
	[ -e "/sys/block/${3##*/}/queue/discard_max_bytes" ] || {
		skip "$1: discards" "a disk of this kernel cannot"
		return
	}
	check "$1: 1 MiB is discarded" blkdiscard -o 65536 -l 1048576 "$3"
	echo 3 >/proc/sys/vm/drop_caches
	is "$(dd if="$3" bs=64k skip=1 count=16 2>/dev/null | tr -d '\0' | wc -c)" 0 "$1: which reads as zeros"
}

guest() {
	for v in "6.2 8 scsi0" "6.0 9 scsi1" "5.1 10 scsi2" "4.2 11 scsi3" "2.0 12 scsi4" \
		 "6.2 13 ide0" "2.0 14 ide1"; do
		# shellcheck disable=SC2086 # three words
		set -- $v
		case $RIG_DRIVERS-$1 in
		intree-4.2|intree-2.0)
			skip "$3: version $1" "the in-tree driver has dropped it"
			continue
			;;
		esac
		check "$3: the disk appears" wait_for 20 disk_of_size "$2" || continue
		like "$(hv "dev $3 stats")" "* vstor $1?lun*" "$3: version $1 is agreed"
		disk=$(disk_of_size "$2")
		dd if=/dev/urandom of=/tmp/data bs=64k count=32 2>/dev/null
		check "$3: 2 MiB are written" dd if=/tmp/data of="$disk" bs=64k conv=fsync,notrunc
		echo 3 >/proc/sys/vm/drop_caches
		is "$(dd if="$disk" bs=64k count=32 2>/dev/null | md5sum)" "$(md5sum </tmp/data)" \
			"$3: and read back"
		discards "$3" "$1" "$disk"
		dd if="$disk" of=/dev/null bs=4k count=1 skip=9999999 iflag=direct 2>/dev/null
		hv "dev $3 fail 1000 0x84 2 3 0x11 0"
		if dd if="$disk" of=/dev/null bs=4k count=1 iflag=direct 2>/dev/null; then
			not_ok "$3: a medium error arrives"
		else
			ok "$3: a medium error arrives"
		fi
		hv "dev $3 fail 0 0"
		like "$(dmesg | grep -A 3 -e "\[${disk##*/}\].*\(FAILED\|Result\)" -e "SCSI error: return code" | tail -n 4)" "*Medium Error*" "$3: with its sense data"
	done
	is "$(hv "counters check.vstor")" "" "no rule of the protocol was broken"
	is "$(hv "counters check.scsi")" "" "no rule of SCSI was broken"
}
