# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: segments that the host coalesces (RSC), every byte compared, with LRO on and off and at two MTUs
# drivers: both
# modules: hv_netvsc
# needs: ethtool
# host: -device net,rsc=1
# timeout: 60

coalesced() { hv "dev net0 stats" | awk '$1 == "rx_rsc" { print $2 }'; }
same_file() { [ "$(net_file 6000001)" = "$sum" ]; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	sum=$(hv "net md5 6000001")
	for mtu in 1500 9000; do
		ip link set "$net_dev" mtu "$mtu"
		check "MTU $mtu: the link is up" wait_for 10 carrier "$net_dev"
		ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
		for lro in on off on; do
			check "MTU $mtu: LRO $lro" ethtool -K "$net_dev" lro "$lro"
			before=$(coalesced)
			check "MTU $mtu, LRO $lro: a file arrives as it is" same_file
			now=$(($(coalesced) - before))
			case $lro in
			on) check "MTU $mtu: the host coalesced" test "$now" -ge 50 ;;
			off) is "$now" 0 "MTU $mtu: without LRO it did not" ;;
			esac
			diag "coalesced $now"
		done
	done
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
