# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the host's order to step sets the clock right within 1 s, in every message version, forward and backward
# drivers: both
# timeout: 90

guest() {
	check "the service is ready" wait_for 20 agreed || return 0
	check "the host stops its own messages" hv "dev timesync mute on"
	for v in 1.0 3.0 4.0; do
		hv "dev timesync versions $v" && hv "dev timesync renegotiate"
		check "version $v is agreed" wait_for 10 agreed "$v"
		for jump in +259200 -86400; do
			check "the host's clock jumps by $jump s" hv "settime $jump"
			check "the guest is wrong then" wrong
			check "the host orders a step" hv "dev timesync sync"
			check "version $v, jump $jump: the clock is right" wait_for 5 right
		done
		date -s '2001-02-03 04:05:06' >/dev/null 2>&1
		hv "dev timesync sync"
		check "version $v: a clock in another millennium is set" wait_for 5 right
	done
	is "$(hv "counters check.timesync")" "" "every message was answered with success"
}

agreed() { hv "dev timesync status" | grep -q "^agreed .* version ${1:-}"; }

# How far the guest's clock is from the host's, in whole seconds.
distance() {
	rig_host=$(hv time)
	rig_d=$((${rig_host%.*} - $(date +%s)))
	echo "${rig_d#-}"
}
right() { [ "$(distance)" -le 1 ]; }
wrong() { [ "$(distance)" -gt 60 ]; }
