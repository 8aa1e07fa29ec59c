# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the storage driver is unloaded and loaded 20 times
# drivers: both
# modules: hv_storvsc sd_mod
# smp: 2
# host: -device scsi,disk=ram:16M,subchannels=1 -device ide,disk=ram:8M
# timeout: 200

two() {
	set -- /sys/block/sd*
	[ $# = 2 ]
}

guest() {
	check "two disks appear" wait_for 20 two || return 0
	good=0
	i=0
	while [ "$i" -lt 20 ]; do
		i=$((i + 1))
		dd if=/dev/sda of=/dev/null bs=64k count=16 2>/dev/null
		unload hv_storvsc || break
		[ -z "$(ls -d /sys/block/sd* 2>/dev/null)" ] || break
		load hv_storvsc || break
		wait_for 20 two && good=$((good + 1))
	done
	is "$good" 20 "both disks came back 20 of 20 times"
	for d in /sys/block/sd*; do
		check "${d##*/} can be read" dd if="/dev/${d##*/}" of=/dev/null bs=1M iflag=direct
	done
	is "$(hv "counters check.")" "" "no rule was broken"
}
