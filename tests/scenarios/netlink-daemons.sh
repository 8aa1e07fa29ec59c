# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: daemons that know only netlink: data exchange (old and new registration) and backup; one that opens the device takes over; our daemons where there is no device
# drivers: both
# daemons: yes
# needs: cndaemon
# host: -device kvp -device vss
# timeout: 90

guest() {
	hostname guest
	# before anything is agreed a user without rights tries to be the daemon
	if [ "$RIG_DRIVERS" = ours ]; then
		check "a user's message can be sent" cndaemon kvp 1000
		usleep 500000
		check "and registers nobody" not_agreed
	fi
	# the kernel's own greets no second daemon
	kinds=kvp
	[ "$RIG_DRIVERS" = ours ] && kinds='kvp kvp-old'
	for kind in $kinds; do
		cn_start "$kind"
		check "$kind: the host agrees" wait_for 20 daemon_agreed kvp || return 0
		check "$kind: the daemon hears of it" wait_for 5 told "registered .*version ..*" || return 0
		svc kvp set 0 greeting '"hello world"'
		svc_is 0 "$kind: a key is set"
		check "$kind: the daemon was told" told "set 0 greeting=hello world"
		svc kvp enum 0 0
		svc_is 0 "$kind: it is listed"
		is "$(svc_field key)=$(svc_field value)" "greeting=hello world" "$kind: key and value"
		svc kvp enum 0 1
		svc_is 80070103 "$kind: the list has an end"
		svc kvp delete 0 greeting
		svc_is 0 "$kind: it is deleted"
		svc kvp enum 0 0
		svc_is 80070103 "$kind: nothing is left"
		is "$(hv "counters check.kvp")" "" "$kind: the sizes are right"
		cn_stop
	done

	cn_start vss
	check "vss: the host agrees" wait_for 20 daemon_agreed vss || return 0
	check "vss: the daemon is registered" wait_for 5 cn_ready
	for op in freeze thaw; do
		svc vss "$op"
		svc_is 0 "vss: $op"
	done
	is "$(grep '^vss' /tmp/cn.log | tail -n 2 | tr '\n' ' ')" "vss 5 vss 6 " "vss: the daemon got both"
	cn_stop

	# one that opens the device is the daemon from then on
	[ "$RIG_DRIVERS" = ours ] || return 0
	cn_start kvp
	check "a netlink daemon serves" wait_for 10 serves
	# shellcheck disable=SC2086 # words
	set -- $RIG_DAEMONS
	check "$1: a daemon opens the device" daemon_start "$1" kvp || return 0
	: >/tmp/cn.log
	svc kvp set 0 taken over
	svc_is 0 "it gets the requests"
	is "$(cat /tmp/cn.log)" "" "the other gets none"
	cndaemon kvp 0
	svc kvp set 0 still there
	svc_is 0 "another registration by netlink changes nothing"
	daemon_kill kvp TERM
	cn_stop
	cn_start kvp
	check "after its end netlink serves again" wait_for 10 serves
	cn_stop

	# our own, on a system that has no device as kernels before 4.2 have none
	case " $RIG_DAEMONS " in *" ours "*) ;; *) return 0 ;; esac
	for s in kvp vss; do
		mv "/dev/vmbus/hv_$s" "/dev/hidden-$s"
		daemon_spawn ours "$s"
		check "ours, $s: without the device it goes by netlink" wait_for 10 by_netlink "$s"
	done
	rm -rf /var/lib/hyperv/.kvp_pool_0
	svc kvp set 0 greeting '"hello world"'
	svc_is 0 "ours, kvp: a key is set"
	svc kvp enum 0 0
	is "$(svc_field key)=$(svc_field value)" "greeting=hello world" "ours, kvp: and read"
	for op in check freeze thaw; do
		svc vss "$op"
		svc_is 0 "ours, vss: $op"
	done
	for s in kvp vss; do
		daemon_kill "$s" TERM
		mv "/dev/hidden-$s" "/dev/vmbus/hv_$s"
	done
}
by_netlink() { grep -q 'registered, version' "/tmp/$1.log" && daemon_agreed "$1"; }

cn_start() {
	: >/tmp/cn.log
	cndaemon "$1" >>/tmp/cn.log 2>&1 </dev/null &
	cn_pid=$!
}
cn_stop() {
	kill "$cn_pid"
	wait "$cn_pid" 2>/dev/null
	return 0
}
told() { grep -q "^$1" /tmp/cn.log; }
cn_ready() { told registered; }
serves() { cn_ready && svc kvp set 0 serving yes; }
not_agreed() { ! daemon_agreed kvp; }
