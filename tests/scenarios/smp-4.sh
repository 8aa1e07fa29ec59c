# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: 4 vCPUs: all devices come up, channels lie on CPUs that exist, eight readers at once
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:64M,subchannels=3,service=100,parallel=4
# smp: 4
# timeout: 120

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	is "$(grep -c ^processor /proc/cpuinfo)" 4 "CPUs"
	bad=0
	for f in /sys/bus/vmbus/devices/*/channels/*/cpu; do
		[ "$(cat "$f")" -lt 4 ] || bad=$((bad + 1))
	done
	is "$bad" 0 "every channel has a CPU that exists"
	dd if=/dev/urandom of="$disk" bs=1M count=64 2>/dev/null
	sync
	sum=$(dd if="$disk" bs=1M iflag=direct 2>/dev/null | md5sum)
	for i in 1 2 3 4 5 6 7 8; do
		(dd if="$disk" bs=$((i * 4))k iflag=direct 2>/dev/null | md5sum >/tmp/sum.$i) &
	done
	all=0
	wait_for 60 sums
	for i in 1 2 3 4 5 6 7 8; do
		[ "$(cat /tmp/sum.$i)" = "$sum" ] && all=$((all + 1))
	done
	is "$all" 8 "eight readers read the same"
	check "the heart beats" wait_for 10 beats
}

sums() { [ "$(cat /tmp/sum.? 2>/dev/null | wc -l)" = 8 ]; }
beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 1 ]; }
