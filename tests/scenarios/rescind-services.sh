# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: each service is taken away and offered again 50 times while it talks
# drivers: both
# smp: 2
# timeout: 300

guest() {
	for s in heartbeat shutdown timesync; do
		check "$s is ready" wait_for 20 agreed "$s" || return 0
	done
	hv "dev heartbeat period 10"
	for s in heartbeat shutdown timesync; do
		good=0
		i=0
		while [ "$i" -lt 50 ]; do
			i=$((i + 1))
			hv "rescind $s" || diag "round $i: not rescinded"
			hv "offer $s" || diag "round $i: not offered"
			wait_for 10 agreed "$s" && good=$((good + 1))
		done
		is "$good" 50 "$s came back 50 of 50 times"
	done
	# At once, without waiting for anything.
	i=0
	while [ "$i" -lt 50 ]; do
		i=$((i + 1))
		for s in heartbeat shutdown timesync; do hv "rescind $s"; done
		for s in heartbeat shutdown timesync; do hv "offer $s"; done
	done
	for s in heartbeat shutdown timesync; do
		check "$s works after 50 hasty rounds" wait_for 20 agreed "$s"
	done
	is "$(hv "counters check.relid")" "" "no relid was used wrongly"
}

agreed() { hv "dev $1 status" | grep -q "^agreed"; }
