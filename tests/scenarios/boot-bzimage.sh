# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a guest booted from the distribution's compressed image finds Hyper-V and its devices get drivers
# drivers: both
# image: bzimage
# timeout: 90

guest() {
	check "the kernel runs on Hyper-V" kernel_says "Hypervisor detected: Microsoft Hyper-V"
	check "hv_vmbus is loaded" test -d /sys/module/hv_vmbus
	check "VMBus has devices" wait_for 10 rig_devices || return 0
	for dev in /sys/bus/vmbus/devices/*; do
		check "device ${dev##*/} of class $(cat "$dev/class_id") has a driver" \
			wait_for 5 test -e "$dev/driver"
	done
}

rig_devices() {
	set -- /sys/bus/vmbus/devices/*
	[ -e "$1" ]
}
