# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: after 60 s of pause, with the guest's clocks frozen or not, the clock is right within 1 s
# drivers: both
# append: rcupdate.rcu_cpu_stall_suppress=1 nosoftlockup
# timeout: 220

# A CPU that does not run for a minute while its clock does looks stalled: the
# kernel's watchdogs are off.

guest() {
	# an answer after 60 s of pause comes together with the end of a limit of 60 s
	# shellcheck disable=SC2034 # of lib-guest.sh
	hv_limit=90
	check "the service is ready" wait_for 20 agreed || return 0
	hv "dev timesync sync"
	check "the clock starts right" wait_for 5 near 1
	for how in "" freeze; do
		t=$(hv time)
		check "a pause of 60 s ${how:-with running clocks}" hv "pause 60 $how"
		u=$(hv time)
		check "it was one (${t%.*} to ${u%.*})" test $((${u%.*} - ${t%.*})) -ge 60
		[ "$how" = freeze ] && check "the clock stood still" test "$(distance)" -ge 50
		# what a host does when it has resumed a guest
		hv "dev timesync sync"
		check "the clock is right after it" wait_for 5 near 1
		check "the heart beats" wait_for 10 beats
	done
}

agreed() { hv "dev timesync status" | grep -q "^agreed"; }
distance() {
	rig_host=$(hv time)
	rig_d=$((${rig_host%.*} - $(date +%s)))
	echo "${rig_d#-}"
}
near() { [ "$(distance)" -le "$1" ]; }
beats() {
	rig_n=$(hv "dev heartbeat count" | awk '{ print $2 }')
	sleep 3
	[ "$(hv "dev heartbeat count" | awk '{ print $2 }')" -gt "$rig_n" ]
}
