# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the device's address and its filters: directed, multicast, promiscuous
# drivers: both
# modules: hv_netvsc macvlan
# host: -device net
# timeout: 60

filter() { hv "dev net0 stats" | awk 'NR == 1 { print $6 }'; }
new_session() {
	check "another MTU" ip link set "$net_dev" mtu 4000
	like "$(hv "dev net0 stats")" "*mac 00:15:5d:aa:bb:cc*" "the host knows the address in the new session, too"
	wait_for 10 carrier "$net_dev"
	ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
	check "the host answers" wait_for 5 net_answers
}
filter_is() { [ "$(filter)" = "$1" ]; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	check "promiscuous" ip link set "$net_dev" promisc on
	check "the host is told" wait_for 5 filter_is 0x20
	ip link set "$net_dev" promisc off
	check "and told when it ends" wait_for 5 filter_is 0xd
	check "a second address on the same port" ip link add link "$net_dev" name mv0 type macvlan mode bridge
	ip addr add 10.77.0.180/24 dev mv0
	ip link set mv0 up
	ip route add 10.77.0.1/32 dev mv0 src 10.77.0.180
	check "packets for it arrive" wait_for 10 net_answers
	ip link del mv0
	ip link set "$net_dev" down
	check "filter 0 when it is down" wait_for 5 filter_is 0
	check "another address" ip link set "$net_dev" address 00:15:5d:aa:bb:cc
	like "$(hv "dev net0 stats")" "*mac 00:15:5d:aa:bb:cc*" "the host knows it"
	ip link set "$net_dev" up
	ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
	check "the host answers" wait_for 5 net_answers
	# the host begins each session with its own address; the kernel's own driver leaves it at that
	[ "$RIG_DRIVERS" = ours ] && new_session
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
