# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: frames that go with a section by their pages: right, also when the ring is full, and leaked when the host keeps buffers
# drivers: both
# load: none
# modules-present: hv_netvsc
# smp: 2
# needs: nettest ethtool
# violations: expected
# host: -device net,service=20 -device net
# timeout: 200

stat0() { hv "dev net0 stats" | awk -v n="$1" '$1 == n { print $2 }'; }
event() { ethtool -S "$net_a" | awk -v n="$1:" '$1 == n { print $2 }'; }
# sockets that were closed may still be sending
same_count() { [ "$(event tx_partial)" = "$(stat0 tx_partial)" ]; }
full() { [ "$(event tx_no_space)" -gt 0 ]; }
# The host's own index of the ring to the host
ring_read() { hv channels | sed -n 's|^net0 .* up [0-9]*/\([0-9]*\) .*|\1|p'; }
# The kernel itself cuts what TCP gives it into frames then. How many one piece has depends on the rate: a slow machine's
# fit into one section. TCP is told to give no less than 16.
no_offloads() {
	ethtool -K "$net_a" tx off sg off tso off gso off >/dev/null 2>&1
	echo 16 >/proc/sys/net/ipv4/tcp_min_tso_segs
}
# How many a second brings depends on how fast the machine is.
more_partial() {
	end=$(($(stat0 tx_partial) + $1))
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		nettest tcp 10.78.0.2 5001 1 8 || return 1
		[ "$(stat0 tx_partial)" -lt "$end" ] || return 0
	done
	echo "only $(stat0 tx_partial) of $end"
	return 1
}

guest() {
	net_a="" net_dev=""
	load hv_netvsc ring_size=64
	check_here "two interfaces, one of them in another namespace" net_pair || return 0
	check_here "the sink is ready" net_sink || return 0
	no_offloads
	check "TCP, until the host got some such frames" more_partial 20
	[ "$RIG_DRIVERS" = ours ] && check "as many as were sent" wait_for 10 same_count
	hv "dev net0 delay-done 5"
	check "completions that are 5 ms late: TCP" nettest tcp 10.78.0.2 5001 1 4
	hv "dev net0 delay-done 0"
	hv "dev net0 fail-done 50"
	check "failed packets: TCP" nettest tcp 10.78.0.2 5001 1 4
	hv "dev net0 fail-done 0"
	# the kernel's own driver wakes its queues by completions only, which may all have come before there is room
	[ "$RIG_DRIVERS" = ours ] && full_ring
	check_here "every byte was right" net_sink_end
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
	[ "$RIG_DRIVERS" = ours ] && kept
	check "the module goes" unload hv_netvsc
}

# What the guest sees of the host's progress stands still, the host goes on: a signal that the guest leaves out for a
# ring that is not empty looks missing to the host
full_ring() {
	nettest tcp 10.78.0.2 5001 8 8 >/tmp/tcp.out 2>&1 &
	tcp=$!
	sleep 1
	hv "index net0 read $(ring_read)"
	check "the ring looks full" wait_for 10 full
	check "the guest is alive" test -d "/sys/class/net/$net_a"
	hv "index net0 read restore"
	wait "$tcp"
	is "$?" 0 "there is room again: the streams end well"
	check "they go on" more_partial 20
	check "none was counted that was not sent" wait_for 10 same_count

	# the interface goes down while a section waits for room
	nettest tcp 10.78.0.2 5001 3 8 >/tmp/tcp.out 2>&1 &
	tcp=$!
	sleep 1
	spaces=$(event tx_no_space)
	hv "index net0 read $(ring_read)"
	check "the ring looks full again" wait_for 10 fuller
	ip link set "$net_a" down &
	down=$!
	sleep 1
	began=$(rig_uptime_ds)
	hv "index net0 read restore"
	wait "$down"
	check "there is room: the interface goes down" test "$(($(rig_uptime_ds) - began))" -lt 50
	check "nothing was left" nothing_held
	ip link set "$net_a" up
	wait "$tcp"
	check "the far end answers" wait_for 10 net_answers 10.78.0.2
}
fuller() { [ "$(event tx_no_space)" -gt "$spaces" ]; }
nothing_held() { ! kernel_says "the host holds on to some frames"; }

has_more() { [ "$(stat0 tx_partial)" -gt "$was" ]; }
# A buffer that the host does not give back: it may read the frames it has, too.
# In version 3.0 the first thing to be given back is a buffer. The guest waits a minute.
kept() {
	check "the second interface is pulled" hv "rescind net1"
	check "the modules go" unload hv_netvsc
	rmmod hv_vmbus
	hv "bus max-version 3.0"
	load hv_netvsc
	check_here "version 3.0: the interface is up" net_up 0 || return 0
	net_a=$net_dev
	no_offloads
	check "the host answers" wait_for 5 net_answers
	nettest tcp 10.77.0.1 9 20 8 >/tmp/tcp.out 2>&1 &
	tcp=$!
	sleep 1
	hv "dev net0 hold"
	was=$(stat0 tx_partial)
	check "the host has such frames" wait_for 10 has_more
	hv "msg drop GPADL_TORNDOWN 1"
	kill "$tcp"
	check "the interface goes down" ip link set "$net_a" down
	check "the module goes" unload hv_netvsc
	check "a buffer is leaked" kernel_says "did not give back a buffer: leaking"
	check "and the frames that the host had" kernel_says "frames that the host has"
	hv "dev net0 release"
	hv "msg clear"
	load hv_netvsc
	check_here "the interface is up again" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
}
