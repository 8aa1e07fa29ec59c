# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: channels signalled through monitor pages instead of hypercalls
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:16M,monitored=1
# smp: 2
# timeout: 90

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	dd if=/dev/urandom of=/tmp/a bs=64k count=64 2>/dev/null
	dd if=/tmp/a of="$disk" bs=64k conv=fsync 2>/dev/null
	echo 3 >/proc/sys/vm/drop_caches
	is "$(dd if="$disk" bs=64k count=64 2>/dev/null | md5sum)" "$(md5sum </tmp/a)" "data come back"
	check "the heart beats" wait_for 20 beats
	dev=$(vmbus_device ba6163d9-04a1-4d29-b605-72e2ffb1dc7f)
	check "sysfs shows the monitor" test -r "$dev/server_monitor_pending"
	like "$(cat "$dev/monitor_id")" "[0-9]*" "and its number"
}

beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 1 ]; }

after() {
	at_least "$(counter bus.signals_monitored)" 10 "the host was signalled by monitor pages"
}
