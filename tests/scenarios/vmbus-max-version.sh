# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the parameter max_version: the newest VMBus version to agree to, in every form that is accepted; nonsense is refused
# drivers: both
# load: none
# host: -vmbus-version 6.0
# modules-present: hv_vmbus hv_utils
# smp: 2
# timeout: 120

guest() {
	capped 0x40000 4.0
	capped 0x50003 5.3
	capped 262144 4.0
	refused nonsense
	refused 0xfffffffff
	[ "$RIG_DRIVERS" = ours ] || return 0
	capped 4.0 4.0
	capped 5.2 5.2
	# The next older one, where there is none of that number.
	capped 4.7 4.1
	capped 99.1 6.0
	refused 4.
	refused 4.0x
	refused 4.70000
	refused -1
	refused 0.1
	refused 0
}

# capped VALUE VERSION
capped() {
	check "$1: hv_vmbus loads" load hv_vmbus "max_version=$1" || return 0
	like "$(hv bus)" "connected version $2 *" "$1: connected as $2"
	check "$1: hv_utils loads" load hv_utils
	check "$1: the heartbeat is agreed on" wait_for 15 agreed
	check "$1: the drivers unload" unload_all
}

# refused VALUE: one sentence with the name of the parameter (ours), no module
refused() {
	lines=$(dmesg | wc -l)
	if load hv_vmbus "max_version=$1" 2>/dev/null; then
		not_ok "'$1': refused"
	else
		ok "'$1': refused"
	fi
	check "'$1': hv_vmbus is not there" test ! -e /sys/module/hv_vmbus
	[ "$RIG_DRIVERS" = ours ] || return 0
	# busybox's insmod tries twice
	is "$(dmesg | tail -n "+$((lines + 1))" | sed 's/^\[[^]]*] //' | grep 'hv_vmbus: max_version: [a-z]' | sort -u | wc -l)" 1 \
		"'$1': one sentence says why"
}

agreed() { hv "dev heartbeat status" | grep -q "^agreed"; }
unload_all() { rmmod hv_utils && rmmod hv_vmbus; }
