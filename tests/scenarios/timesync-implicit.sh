# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: with timesync_implicit a sample steps a clock that is 5 s or more behind, and no other
# drivers: both
# timeout: 60

param=/sys/module/hv_utils/parameters/timesync_implicit

guest() {
	if [ "$RIG_DRIVERS" = intree ] && [ ! -e $param ]; then
		diag "skip-all hv_utils of this kernel has no timesync_implicit"
		return 0
	fi
	check "the service is ready" wait_for 20 agreed || return 0
	check "the host stops its own messages" hv "dev timesync mute on"
	hv "dev timesync sync"
	check "the clock starts right" wait_for 5 near 1
	is "$(cat $param)" N "the parameter is off by default"

	behind 60
	hv "dev timesync sample"
	sleep 2
	check "off: 60 s behind stays" test "$(distance)" -ge 55

	check "the parameter can be written" sh -c "echo Y >$param"
	hv "dev timesync sample"
	check "on: 60 s behind is corrected" wait_for 5 near 1
	behind -60
	hv "dev timesync sample"
	sleep 2
	check "on: 60 s ahead stays" test "$(distance)" -ge 55
	hv "dev timesync sync"
	check "an order to step works as ever" wait_for 5 near 1
	behind 3
	hv "dev timesync sample"
	sleep 2
	check "on: 3 s behind stays" test "$(distance)" -ge 2
	hv "dev timesync sync"
	check "the clock ends right" wait_for 5 near 1
}

agreed() { hv "dev timesync status" | grep -q "^agreed"; }
distance() {
	rig_host=$(hv time)
	rig_d=$((${rig_host%.*} - $(date +%s)))
	echo "${rig_d#-}"
}
near() { [ "$(distance)" -le "$1" ]; }
# behind SECONDS: set the guest's clock so much behind the host's
behind() {
	rig_host=$(hv time)
	date -s "@$((${rig_host%.*} - $1))" >/dev/null 2>&1
}
