# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: daemons killed, stopped and started anew under requests: each request is answered within its limit and the next one works
# drivers: both
# daemons: yes
# host: -device kvp -device vss -device fcopy
# timeout: 90

guest() {
	hostname guest
	for d in $RIG_DAEMONS; do
		rm -rf /var/lib/hyperv
		body "$d"
	done
}

body() {
	for s in kvp vss fcopy; do
		check "$1: the daemon of $s starts" daemon_start "$1" "$s" || return 0
	done
	svc kvp set 0 lasting value
	# a second one is turned away
	cat /dev/vmbus/hv_kvp >/tmp/second 2>&1
	check "$1: there can only be one" grep -q -i busy /tmp/second

	good=0
	i=0
	while [ "$i" -lt 5 ]; do
		i=$((i + 1))
		daemon_kill kvp
		daemon_start "$1" kvp || break
		svc kvp enum 0 0 && [ "$(svc_field value)" = value ] && good=$((good + 1))
	done
	is "$good" 5 "$1: data exchange works after each of 5 restarts"
	daemon_kill vss
	daemon_start "$1" vss
	svc vss check
	svc_is 0 "$1: backup works after a restart"
	svc fcopy start one /tmp/ 1 12288 && svc fcopy write 0 6144
	svc_is 0 "$1: half a file"
	daemon_kill fcopy
	daemon_start "$1" fcopy
	svc fcopy write 6144 6144
	check "$1: a new daemon knows nothing of the other half" test "$SVC_STATUS" != 0
	svc fcopy start two /tmp/ 1 6144 && svc fcopy write 0 6144 && svc fcopy complete
	svc_is 0 "$1: and copies the next file"

	if [ "$RIG_DRIVERS" = ours ]; then
		daemon_kill kvp
		svc kvp enum 0 0
		svc_is 80004005 "$1: without a daemon a request fails at once"
		daemon_start "$1" kvp
		# one that does not answer: 5 seconds, then the next request
		read -r pid </tmp/kvp.pid
		kill -STOP "$pid"
		svc kvp get 0 lasting
		svc_is 80004005 "$1: a daemon that hangs: the host gets a failure"
		kill -CONT "$pid"
		svc kvp get 0 lasting
		svc_is 0 "$1: when it goes on, the next request works"
		is "$(svc_field value)" value "$1: and gets its own answer"
	fi
	for s in kvp vss fcopy; do daemon_kill "$s" TERM; done
	rm -f /tmp/one /tmp/two
}
