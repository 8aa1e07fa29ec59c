# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: heartbeat is answered, the clock follows the host, the host shuts the guest down
# drivers: both
# guest-ends: no
# timeout: 60

guest() {
	# A clock far from the host's: the time sync service must set it.
	date -s '2001-02-03 04:05:06' >/dev/null 2>&1
	hv "dev timesync sync" >/dev/null || diag "the host refuses to sync"
	check "the clock is set from the host" wait_for 20 clock_is_sane
	wait_for 5 heartbeats_counted
	check "heartbeats are answered" heartbeats_counted
	in_step=0
	for i in 1 2 3 4 5 6 7 8 9 10; do
		hv counters | head -n 1 >/dev/null
		case $(hv time) in [0-9]*.[0-9]*) in_step=$((in_step + 1)) ;; esac
	done
	is "$in_step" 10 "answers that nobody reads to their end do not mix with the next"
	rig_kernel_log
	check "the host requests a shutdown" hv "dev shutdown poweroff"
	sleep 30
	not_ok "the guest shuts down when asked"
}

clock_is_sane() { [ "$(date +%Y)" -ge 2020 ]; }
heartbeats_counted() { [ "$(hv "counters heartbeat" | awk '/repl/ { print $2 }')" -ge 1 ]; }

after() {
	check "the guest shut down in an orderly way" guest_said 'rig: orderly poweroff'
}
