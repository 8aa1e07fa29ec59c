# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: backup: the daemon is killed before, during and after a freeze: the host gets its answers, and a new daemon thaws
# drivers: both
# root: storvsc
# daemons: yes
# host: -device vss
# timeout: 90

guest() {
	for d in $RIG_DAEMONS; do
		body "$d"
	done
}

body() {
	check "$1: the daemon starts" daemon_start "$1" vss || return 0
	svc vss check
	svc_is 0 "$1: it works"

	daemon_kill vss
	svc vss freeze
	svc_is 80004005 "$1: without a daemon a freeze fails at once"
	check "$1: nothing is frozen" written
	check "$1: the daemon starts again" daemon_start "$1" vss || return 0
	svc vss check
	svc_is 0 "$1: it works again"

	# in the middle of a request
	read -r pid </tmp/vss.pid
	kill -STOP "$pid"
	hv "dev vss send check"
	usleep 300000
	daemon_kill vss
	svc vss answer 5
	svc_is 80004005 "$1: a request in flight fails when the daemon dies"
	check "$1: the daemon starts a third time" daemon_start "$1" vss || return 0

	svc vss freeze
	svc_is 0 "$1: freeze"
	# ours has somebody who thaws then
	daemon_kill vss
	[ "$1" = ours ] || { usleep 300000; check "$1: everything is frozen" not_written; }
	svc vss thaw
	check "$1: without a daemon a thaw fails" test "$SVC_STATUS" != 0
	check "$1: the daemon starts a fourth time" daemon_start "$1" vss || return 0
	# ours remembers; the others' host must ask again
	[ "$RIG_DRIVERS" = ours ] || svc vss thaw
	check "$1: the file system is thawed" wait_for 15 written
	svc vss freeze
	svc_is 0 "$1: the next backup: freeze"
	svc vss thaw
	svc_is 0 "$1: thaw"
	check "$1: and it can be written to" wait_for 10 written
	daemon_kill vss TERM
}

# A write in the background: on a frozen file system it would wait for ever.
written() {
	rm -f /tmp/written
	(echo x >/mark && : >/tmp/written) >/dev/null 2>&1 &
	wait_for 2 test -e /tmp/written
}
not_written() { ! written; }
