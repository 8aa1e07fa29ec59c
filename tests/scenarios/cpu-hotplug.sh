# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: 4 vCPUs: channels are moved by sysfs and by CPUs going offline, under I/O; then all CPUs come back
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:64M,subchannels=3
# smp: 4
# timeout: 240

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	is "$(cat /sys/devices/system/cpu/online)" 0-3 "four CPUs"
	(while [ ! -e /tmp/stop ]; do
		dd if="$disk" of=/dev/null bs=64k count=64 iflag=direct 2>/dev/null || echo bad >>/tmp/bad
	done) &
	round=0
	while [ "$round" -lt 3 ]; do
		round=$((round + 1))
		for cpu in 3 2 1; do
			# The in-tree bus wants this done first; ours does it by itself.
			[ "$RIG_DRIVERS" = intree ] && move_from "$cpu"
			if echo 0 >/sys/devices/system/cpu/cpu$cpu/online; then
				:
			else
				diag "round $round: CPU $cpu stays"
			fi
		done
		is "$(cat /sys/devices/system/cpu/online)" 0 "round $round: one CPU is left"
		is "$(cat /sys/bus/vmbus/devices/*/channels/*/cpu | sort -u)" 0 "round $round: all channels are there"
		sleep 1
		for cpu in 1 2 3; do echo 1 >/sys/devices/system/cpu/cpu$cpu/online; done
		is "$(cat /sys/devices/system/cpu/online)" 0-3 "round $round: four CPUs again"
		for chan in /sys/bus/vmbus/devices/*/channels/*; do
			echo "$round" >"$chan/cpu" || diag "cannot move ${chan##*/}"
		done
		is "$(cat /sys/bus/vmbus/devices/*/channels/*/cpu | sort -u)" "$round" "round $round: all channels moved to CPU $round"
	done
	touch /tmp/stop
	wait_for 10 true
	check "no read failed" test ! -e /tmp/bad
	check "the disk can be read" dd if="$disk" of=/dev/null bs=1M count=16 iflag=direct
	for chan in /sys/bus/vmbus/devices/*/channels/*; do :; done
	if echo 9 2>/dev/null >"$chan/cpu"; then
		not_ok "a CPU that is not there is refused"
	else
		ok "a CPU that is not there is refused"
	fi
}

move_from() {
	for chan in /sys/bus/vmbus/devices/*/channels/*; do
		[ "$(cat "$chan/cpu")" = "$1" ] && echo 0 >"$chan/cpu"
	done
}

after() {
	at_least "$(trace_count 'MODIFY')" 9 "channels were moved by message"
}
