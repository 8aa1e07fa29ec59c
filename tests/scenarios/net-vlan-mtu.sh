# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: frames of every size in a VLAN, at every MTU from small to the largest
# drivers: both
# modules: hv_netvsc 8021q
# host: -device net,trunk=11+12
# timeout: 60

all_answered() { ping -c 3 -i 0.05 -W 2 -s "$1" 10.77.11.1 | grep -q ' 0% packet loss'; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	sum=$(hv "net md5 700001")
	for mtu in 68 1500 9000 65521; do
		check "MTU $mtu is taken" ip link set "$net_dev" mtu "$mtu" || continue
		check "MTU $mtu: the link is up" wait_for 10 carrier "$net_dev"
		check "MTU $mtu: a VLAN" ip link add link "$net_dev" name v11 type vlan id 11
		ip addr add 10.77.11.100/24 dev v11
		ip link set v11 up
		check "MTU $mtu: the host answers in the VLAN" wait_for 5 net_answers 10.77.11.1
		for size in 8 $((mtu / 2 > 28 ? mtu / 2 : 8)) $((mtu - 28)); do
			check "MTU $mtu: $size bytes there and back" all_answered "$size"
		done
		[ "$mtu" -lt 1500 ] || is "$(net_file 700001 10.77.11.1)" "$sum" "MTU $mtu: a file"
		ip link del v11
	done
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
