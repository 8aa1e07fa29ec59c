# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: hv_utils is unloaded and loaded 20 times, under heartbeats, and works in the end
# drivers: both
# timeout: 150

guest() {
	for s in heartbeat shutdown timesync; do
		check "$s is ready" wait_for 20 agreed "$s" || return 0
	done
	hv "dev heartbeat period 20"
	good=0
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		if ! rmmod hv_utils; then diag "round $i: cannot unload"; continue; fi
		if ! load hv_utils; then diag "round $i: cannot load"; continue; fi
		wait_for 10 all_agreed && good=$((good + 1))
	done
	is "$good" 20 "20 of 20 times all services came back"
	n=$(replies)
	check "the heart beats" wait_for 5 replied "$n"
	is "$(hv "counters check.ic")" "" "the host found no rule broken"
}

agreed() { hv "dev $1 status" | grep -q "^agreed"; }
all_agreed() { agreed heartbeat && agreed shutdown && agreed timesync; }
replies() { hv "dev heartbeat status" | awk '{ print $13 }'; }
replied() { [ "$(replies)" -gt "$1" ]; }

after() {
	at_least "$(trace_count 'RELID_RELEASED|CLOSE')" 60 "60 channels were closed"
}
