# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: blocks given up by the guest become holes in the host's file
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,vstor=5.1,disk=file:$JOBTMP/a.img
# host: -device scsi,vstor=5.1,disk=file:$JOBTMP/b.img
# timeout: 90

# Disks of hosts before 6.2 call themselves SPC-2, and what goes beyond it is asked for all
# the same. Controllers of several versions in one machine are storvsc-versions: the in-tree
# driver keeps one version for all of them, that of the one which came last.

prepare() {
	for f in a b; do
		dd if=/dev/urandom of="$JOBTMP/$f.img" bs=1M count=32 2>/dev/null
	done
}

both() {
	set -- /sys/block/sd*
	[ $# = 2 ]
}

guest() {
	wait_for 20 both
	set -- /sys/block/sd*
	[ -e "$1" ] && ! [ -e "$1/queue/discard_max_bytes" ] && diag "skip-all a disk of this kernel cannot discard" && return 0
	check "both disks appear" both || return 0
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
	for f in a b; do
		used=$(du -k "$JOBTMP/$f.img" | cut -f1)
		at_most "$used" 17000 "file $f has a hole of 16 MiB"
		is "$(dd if="$JOBTMP/$f.img" bs=1M skip=8 count=16 2>/dev/null | tr -d '\0' | wc -c)" 0 \
			"file $f holds zeros there"
	done
}
