# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: CPUs going offline where the host does not confirm a move (5.0), and where channels cannot move at all (4.0)
# drivers: ours
# modules-present: hv_storvsc sd_mod
# load: none
# host: -device scsi,disk=ram:16M,subchannels=3
# smp: 4
# timeout: 200

# The kernel's own bus wants channels moved before a CPU goes: cpu-hotplug does that.

guest() {
	version 5.0 || return 0
	for cpu in 3 2 1; do
		check "5.0: CPU $cpu goes" sh -c "echo 0 >/sys/devices/system/cpu/cpu$cpu/online"
	done
	is "$(cat /sys/bus/vmbus/devices/*/channels/*/cpu | sort -u)" 0 "5.0: all channels are on the one that is left"
	check "5.0: the disk can be read" read_all
	for cpu in 1 2 3; do echo 1 >/sys/devices/system/cpu/cpu$cpu/online; done
	check "5.0: a channel is moved by hand" sh -c "echo 2 >$(busy_channel)/cpu"
	check "5.0: the disk can be read after that" read_all
	leave

	version 4.0 || return 0
	chan=$(busy_channel)
	cpu=$(cat "$chan/cpu")
	if echo $(((cpu + 1) % 4)) 2>/dev/null >"$chan/cpu"; then
		not_ok "4.0: an open channel does not move by hand"
	else
		ok "4.0: an open channel does not move by hand"
	fi
	if echo 0 2>/dev/null >"/sys/devices/system/cpu/cpu$cpu/online"; then
		not_ok "4.0: the CPU of an open channel stays"
	else
		ok "4.0: the CPU of an open channel stays"
	fi
	is "$(cat /sys/devices/system/cpu/online)" 0-3 "4.0: all CPUs are there"
	check "4.0: the disk can be read" read_all
	leave
}

read_all() { [ "$(dd if="$disk" bs=64k iflag=direct 2>/dev/null | wc -c)" = 16777216 ]; }
# An open channel of the disk on another CPU than the first, which some machines never give up
busy_channel() {
	for f in "$(vmbus_device ba6163d9-04a1-4d29-b605-72e2ffb1dc7f)"/channels/*; do
		[ "$(cat "$f/cpu")" = 0 ] || { echo "$f"; return; }
	done
}
version() {
	hv "bus max-version $1"
	load hv_storvsc
	load sd_mod
	check "$1: a disk" wait_for 30 have_disk 0 || return 1
	disk=$(disk_of 0)
	like "$(hv bus)" "connected version $1*" "$1: agreed"
	check "$1: a channel on another CPU" test -n "$(busy_channel)"
}
leave() {
	unload sd_mod
	unload hv_storvsc
	rmmod hv_vmbus
}
