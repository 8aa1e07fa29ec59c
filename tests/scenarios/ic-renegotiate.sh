# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every service negotiates 20 times anew and works after each time
# drivers: both
# timeout: 120

guest() {
	for s in heartbeat shutdown timesync; do
		check "$s is ready" wait_for 20 agreed "$s" || return 0
	done
	hv "dev heartbeat period 100"
	hv "dev timesync mute on"
	good=0
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		for s in heartbeat shutdown timesync; do
			n=$(negotiations "$s")
			hv "dev $s renegotiate"
			if wait_for 5 agreed_again "$s" "$n"; then good=$((good + 1)); else diag "$s did not agree in round $i"; fi
		done
		h=$(replies heartbeat)
		t=$(replies timesync)
		hv "dev timesync sample"
		wait_for 5 replied heartbeat "$h" || diag "no heartbeat after round $i"
		wait_for 5 replied timesync "$t" || diag "no answer of time sync after round $i"
	done
	is "$good" 60 "60 of 60 negotiations ended in agreement"
	check "the heart still beats" wait_for 5 replied heartbeat "$(replies heartbeat)"
	t=$(replies timesync)
	hv "dev timesync sync"
	check "time sync still answers" wait_for 5 replied timesync "$t"
	hv "dev shutdown hibernate"
	check "shutdown still answers" wait_for 5 replied shutdown 0
	is "$(hv "counters check.ic")" "" "the host found no rule broken"
}

agreed() { hv "dev $1 status" | grep -q "^agreed"; }
# agreed framework F version V negotiations N refused R requests Q replies P status S
negotiations() { hv "dev $1 status" | awk '{ print $7 }'; }
replies() { hv "dev $1 status" | awk '{ print $13 }'; }
agreed_again() { agreed "$1" && [ "$(negotiations "$1")" -gt "$2" ]; }
replied() { [ "$(replies "$1")" -gt "$2" ]; }
