# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a disk controller is taken away and offered again 50 times under I/O
# drivers: both
# modules: hv_storvsc sd_mod
# smp: 2
# host: -device scsi,disk=ram:32M,cache=through,service=500,parallel=4
# timeout: 300

# Readers that go on until their disk goes away.
hammer() {
	while [ ! -e /tmp/stop ]; do
		for d in /sys/block/sd*; do
			[ -b "/dev/${d##*/}" ] || continue
			dd if="/dev/${d##*/}" of=/dev/null bs=64k iflag=direct 2>/dev/null
			dd if=/dev/zero of="/dev/${d##*/}" bs=16k count=64 oflag=direct conv=notrunc 2>/dev/null
		done
		usleep 10000
	done
}

no_disk() { [ -z "$(ls -d /sys/block/sd* 2>/dev/null)" ]; }

guest() {
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	hammer &
	hammer &
	good=0
	i=0
	while [ "$i" -lt 50 ]; do
		i=$((i + 1))
		usleep 50000
		hv "rescind scsi0" || diag "round $i: not rescinded"
		wait_for 20 no_disk || diag "round $i: the disk stays"
		hv "offer scsi0" || diag "round $i: not offered"
		wait_for 20 have_disk 0 && good=$((good + 1))
	done
	is "$good" 50 "the disk came back 50 of 50 times"
	touch /tmp/stop
	wait
	check "the disk can be read" dd if="$(disk_of 0)" of=/dev/null bs=1M iflag=direct
	is "$(hv "counters check.relid")" "" "no relid was used wrongly"
}
