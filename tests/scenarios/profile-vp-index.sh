# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: VP indices that are not CPU numbers: channels are bound to the right ones
# drivers: both
# modules: hv_storvsc sd_mod
# host: -rotate-vp -device scsi,disk=ram:16M,subchannels=3
# smp: 4
# timeout: 90

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	dd if=/dev/urandom of=/tmp/a bs=64k count=64 2>/dev/null
	dd if=/tmp/a of="$disk" bs=64k conv=fsync 2>/dev/null
	echo 3 >/proc/sys/vm/drop_caches
	is "$(dd if="$disk" bs=64k count=64 2>/dev/null | md5sum)" "$(md5sum </tmp/a)" "data come back"
	check "the heart beats" wait_for 20 beats
	hv channels >/tmp/channels
	seen=0 wrong=
	for f in /sys/bus/vmbus/devices/*/channels/*/cpu; do
		relid=${f%/cpu}
		relid=${relid##*/}
		vp=$(sed -n "s/.* relid $relid open vp \([0-9]*\) .*/\1/p" /tmp/channels)
		[ -n "$vp" ] || continue
		seen=$((seen + 1))
		[ "$vp" = $((($(cat "$f") + 1) % 4)) ] || wrong="$wrong channel $relid: CPU $(cat "$f"), VP $vp;"
	done
	check "there are several open channels" test "$seen" -ge 3
	is "$wrong" "" "each is bound to the VP of its CPU"
}

beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 1 ]; }
