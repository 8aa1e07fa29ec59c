# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: data exchange, backup and file copy switched off and on 20 times: they come back each time, with daemons that start anew
# drivers: both
# daemons: yes
# host: -device kvp -device vss -device fcopy
# timeout: 120

guest() {
	hostname guest
	# one kind is enough: this is about devices that come and go
	d=${RIG_DAEMONS%% *}
	good=0
	i=0
	while [ "$i" -lt 20 ]; do
		i=$((i + 1))
		if ! round; then diag "round $i failed: $why"; break; fi
		good=$((good + 1))
	done
	is "$good" 20 "20 of 20 rounds"
	set -- /dev/vmbus/*
	check "no device is left" test ! -e "$1"
}

round() {
	for s in kvp vss fcopy; do
		why="no device of $s"
		wait_for 10 test -c "/dev/vmbus/hv_$s" || return 1
		why="$s: the daemon does not start"
		daemon_start "$d" "$s" || return 1
	done
	why="a key"
	svc kvp set 0 "key$i" "$i" || return 1
	svc kvp enum 0 0 || return 1
	why="a backup check"
	svc vss check || return 1
	why="a file"
	svc fcopy start "file$i" /tmp/ 1 0 && svc fcopy complete || return 1
	for s in kvp vss fcopy; do
		why="$s is not rescinded"
		hv "rescind $s" || return 1
	done
	for s in kvp vss fcopy; do
		why="the device of $s stays"
		wait_for 10 test ! -e "/dev/vmbus/hv_$s" || return 1
		daemon_kill "$s"
		[ "$i" = 20 ] && continue
		why="$s is not offered"
		wait_for 10 offered "$s" || return 1
	done
	why=
}
offered() { hv "offer $1"; }
