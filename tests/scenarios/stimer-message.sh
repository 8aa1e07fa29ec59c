# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the guest keeps time with synthetic timers in message mode while the bus works
# drivers: both
# stimer: message
# smp: 2
# timeout: 90

guest() {
	check "VMBus is connected" wait_for 10 rig_driven
	check "2 vCPUs are up" test "$(nproc)" -eq 2
	was=$(date +%s)
	before=$(cut -d. -f1 /proc/uptime)
	sleep 3
	slept=$(($(cut -d. -f1 /proc/uptime) - before))
	diag "3 s of sleep took $slept s of uptime, $(($(date +%s) - was)) s of the clock"
	check "sleep takes its time" test "$slept" -ge 3 -a "$slept" -le 6
}

rig_driven() {
	set -- /sys/bus/vmbus/devices/*/driver
	[ -e "$1" ]
}

after() {
	check "the guest used synthetic timers" at_least_fired
}

at_least_fired() { [ "$(counter stimer.fired)" -ge 100 ]; }
