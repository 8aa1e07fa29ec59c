# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: an interface moves between namespaces under traffic, and comes back when its namespace ends
# drivers: both
# modules: hv_netvsc
# needs: nettest
# host: -device net -device net
# timeout: 60

guest() {
	net_b='' net_ns=''
	check_here "two interfaces, one of them in another namespace" net_pair || return 0
	check_here "the sink is ready" net_sink || return 0
	nettest udp 10.78.0.2 5001 60 500 >/dev/null 2>&1 &
	udp=$!
	for i in 1 2 3; do
		check "moved back ($i)" net_there ip link set "$net_b" netns 1
		check "it is here" test -d "/sys/class/net/$net_b"
		check "moved away ($i)" ip link set "$net_b" netns "$net_ns"
		net_there ip addr add 10.78.0.2/24 dev "$net_b"
		net_there ip link set "$net_b" up
		check "packets go there and back ($i)" wait_for 10 net_answers 10.78.0.2
	done
	kill "$udp"
	wait "$udp"
	check_here "every byte was right" net_sink_end
	check "its namespace ends" kill -KILL "$net_ns"
	check "the interface comes back" wait_for 10 test -d "/sys/class/net/$net_b"
	ip addr add 10.77.0.101/24 dev "$net_b"
	ip link set "$net_b" up
	ip route add 10.77.0.1/32 dev "$net_b"
	check "and works" wait_for 5 net_answers
}
