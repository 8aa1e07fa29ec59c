# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: file copy: a copy that the host cancels, and one whose host goes away, leave nothing behind
# drivers: both
# daemons: yes
# host: -device fcopy
# timeout: 90

guest() {
	for d in $RIG_DAEMONS; do
		rm -rf /tmp/in
		mkdir /tmp/in
		check "$d: the daemon starts" daemon_start "$d" fcopy || return 0
		svc fcopy start file /tmp/in/ 0 61440
		svc_is 0 "$d: a file is begun"
		svc fcopy write 0 6144
		svc_is 0 "$d: and written to"
		svc fcopy cancel
		svc_is 0 "$d: the host cancels"
		is "$(ls -A /tmp/in)" "" "$d: nothing is left"
		svc fcopy start file /tmp/in/ 0 6144 && svc fcopy write 0 6144 && svc fcopy complete
		svc_is 0 "$d: the next copy works"
		is "$(wc -c </tmp/in/file)" 6144 "$d: and is there"
		if [ "$RIG_DRIVERS" = ours ]; then
			rm -f /tmp/in/*
			svc fcopy start gone /tmp/in/ 0 61440
			svc fcopy write 0 6144
			hv "rescind fcopy"
			check "$d: the service is taken away in the middle: nothing is left" wait_for 10 nothing_left
			daemon_kill fcopy TERM
			check "$d: it comes again" wait_for 10 hv "offer fcopy"
			wait_for 10 test -c /dev/vmbus/hv_fcopy
			check "$d: the daemon starts again" daemon_start "$d" fcopy || return 0
			svc fcopy start again /tmp/in/ 0 6144 && svc fcopy write 0 6144 && svc fcopy complete
			svc_is 0 "$d: a copy works"
		fi
		daemon_kill fcopy TERM
	done
}
nothing_left() { [ -z "$(ls -A /tmp/in)" ]; }
