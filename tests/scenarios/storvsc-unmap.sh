# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: blocks given up by the guest become holes in the host's file
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=file:$JOBTMP/a.img
# host: -device scsi,disk=file:$JOBTMP/b.img,vstor=6.0
# host: -device scsi,disk=file:$JOBTMP/c.img,vstor=5.1
# timeout: 90

prepare() {
	for f in a b c; do
		dd if=/dev/urandom of="$JOBTMP/$f.img" bs=1M count=32 2>/dev/null
	done
}

disk_of_host() {
	for d in /sys/class/scsi_host/host*/device/target*/*:0:0:0/block/sd*; do
		[ -e "$d" ] || continue
		case $(readlink -f "$d") in
		*"$1"*) echo "/dev/${d##*/}"; return 0 ;;
		esac
	done
	return 1
}

three() {
	set -- /sys/block/sd*
	[ $# = 3 ]
}

guest() {
	check "three disks appear" wait_for 20 three || return 0
	for d in /sys/block/sd*; do
		disk=/dev/${d##*/}
		max=$(cat "$d/queue/discard_max_bytes")
		if [ "$max" -gt 0 ]; then
			ok "${d##*/} can discard ($(cat "$d"/device/scsi_level))"
		else
			not_ok "${d##*/} can discard"
			continue
		fi
		check "16 MiB are discarded" blkdiscard -o 8388608 -l 16777216 "$disk"
		is "$(dd if="$disk" bs=1M skip=8 count=16 iflag=direct 2>/dev/null | tr -d '\0' | wc -c)" 0 \
			"they read as zeros"
	done
}

after() {
	for f in a b c; do
		used=$(du -k "$JOBTMP/$f.img" | cut -f1)
		at_most "$used" 17000 "file $f has a hole of 16 MiB"
		is "$(dd if="$JOBTMP/$f.img" bs=1M skip=8 count=16 2>/dev/null | tr -d '\0' | wc -c)" 0 \
			"file $f holds zeros there"
	done
}
