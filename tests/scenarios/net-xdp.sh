# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: programs on received frames (XDP, native): pass, drop, send back, redirect, use the headroom
# drivers: both
# modules: hv_netvsc
# needs: xdptest nettest ethtool
# host: -device net -device net
# smp: 2
# timeout: 60

# xdp WHAT [DEV2]: a program on the first interface
xdp() { xdptest "$net_a" "$@"; }
# the sum of a counter over all queues
stat_of() { ethtool -S "$1" | awk -v n="_$2:" '$1 ~ /_queue_/ && substr($1, length($1) - length(n) + 1) == n { s += $2 } END { print s + 0 }'; }
host_udp() { hv "net status" | sed -n 's/.* udp \([0-9]*\) .*/\1/p'; }
host_sent() { hv "dev net1 stats" | awk '$1 == "tx_packets" { print $2 }'; }
silent() { ! net_answers; }

guest() {
	wait_for 20 have_nic 1
	net_dev=
	check_here "the second interface is up" net_up 1 10.79.0.1/24 || return 0
	net_b=$net_dev
	check_here "the first interface is up" net_up 0 || return 0
	net_a=$net_dev
	check "the host answers" wait_for 5 net_answers
	sum=$(hv "net md5 500000")

	for what in pass head; do
		check "$what: attached" xdp "$what" || return 0
		check "$what: the host answers" wait_for 5 net_answers
		is "$(net_file 500000)" "$sum" "$what: a file arrives as it is"
	done

	check "drop: attached, in place of the other" xdp drop
	check "drop: nothing comes through" silent
	check "drop: it is counted" test "$(stat_of "$net_a" xdp_drop)" -gt 0
	check "off: taken away" xdp off
	check "off: the host answers" wait_for 5 net_answers

	# datagrams to the echo go back and forth until the program is gone
	check "tx: attached" xdp tx
	before=$(host_udp)
	nettest udp 10.77.0.1 7 0.001 100 >/dev/null
	sleep 1
	now=$(($(host_udp) - before))
	check "tx: datagrams came back to the host many times" test "$now" -ge 100
	diag "$now times"
	check "tx: it is counted" test "$(stat_of "$net_a" xdp_tx)" -ge 100
	check "tx: other frames pass" wait_for 5 net_answers
	is "$(net_file 500000)" "$sum" "tx: a file arrives as it is"
	xdp off

	check "redirect: attached" xdp redirect "$net_b"
	before=$(host_sent)
	nettest udp 10.77.0.1 7 0.3 100 >/dev/null
	sleep 1
	now=$(($(host_sent) - before))
	check "redirect: datagrams left by the other interface" test "$now" -ge 50
	diag "$now datagrams"
	check "redirect: it is counted" test "$(stat_of "$net_a" xdp_redirect)" -ge 50
	check "redirect: other frames pass" wait_for 5 net_answers

	# moved between programs and without one, under traffic
	nettest get 10.77.0.1 19 3 2 >/tmp/tcp.out 2>&1 &
	tcp=$!
	for i in 1 2 3 4 5; do
		xdp head || not_ok "a program is attached under traffic ($i)"
		usleep 200000
		xdp off || not_ok "a program is taken away under traffic ($i)"
		usleep 200000
	done
	wait "$tcp"
	like "$(cat /tmp/tcp.out)" "bytes [1-9]*" "a stream went on"

	xdp pass
	[ "$RIG_DRIVERS" = ours ] && if ip link set "$net_a" mtu 9000 2>/dev/null; then
		not_ok "frames that do not fit into a page are refused"
	else
		ok "frames that do not fit into a page are refused"
	fi
	xdp off
	check "MTU 9000 without a program" ip link set "$net_a" mtu 9000
	if xdp pass >/tmp/xdp.out 2>&1; then
		not_ok "no program at MTU 9000"
	else
		like "$(cat /tmp/xdp.out)" "*not attached*" "no program at MTU 9000"
	fi
	ip link set "$net_a" mtu 1500
	wait_for 10 carrier "$net_a"
	ip addr show "$net_a" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_a"
	check "the host answers" wait_for 10 net_answers
	# the kernel's own warns of it
	[ "$RIG_DRIVERS" = ours ] && check "a program may be there when the module goes" xdp pass
	check "the module goes" unload hv_netvsc
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
