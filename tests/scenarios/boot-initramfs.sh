# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the guest finds Hyper-V, the bus connects, every offered device gets a driver
# drivers: both
# smp: 2
# timeout: 60

guest() {
	if grep -q ms_hyperv /proc/kallsyms; then
		check "the kernel runs on Hyper-V" detected
	else
		skip "the kernel runs on Hyper-V" "this kernel does not look for Hyper-V"
	fi
	check "hv_vmbus is loaded" test -d /sys/module/hv_vmbus
	check "VMBus has devices" wait_for 10 rig_devices
	for dev in /sys/bus/vmbus/devices/*; do
		[ -e "$dev" ] || continue
		check "device ${dev##*/} of class $(cat "$dev/class_id") has a driver" \
			wait_for 5 test -e "$dev/driver"
	done
}

detected() { dmesg | grep -q 'Hypervisor detected: Microsoft Hyper-\{0,1\}V'; }

rig_devices() {
	set -- /sys/bus/vmbus/devices/*
	[ -e "$1" ]
}
