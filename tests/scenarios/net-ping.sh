# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: pings of every size at every MTU from the smallest to the largest
# drivers: both
# modules: hv_netvsc
# host: -device net
# timeout: 60

all_answered() { ping -c 3 -i 0.05 -W 2 -s "$1" 10.77.0.1 | grep -q ' 0% packet loss'; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	for mtu in 68 1500 9000 65521; do
		# a change of MTU sets the device up anew
		check "MTU $mtu is taken" ip link set "$net_dev" mtu "$mtu" || continue
		check "MTU $mtu: the link is up" wait_for 10 carrier "$net_dev"
		ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
		check "MTU $mtu: the host answers" wait_for 5 net_answers
		# IP of that age cuts what is longer than 65520 bytes, and the host puts nothing together
		case $(uname -r):$mtu in 2.6.*:65521) mtu=65520 ;; esac
		for size in 8 $((mtu / 2 > 28 ? mtu / 2 : 8)) $((mtu - 28)); do
			check "MTU $mtu: $size bytes there and back" all_answered "$size"
		done
	done
	if ip link set "$net_dev" mtu 65522 2>/dev/null || ip link set "$net_dev" mtu 67 2>/dev/null; then
		not_ok "MTUs 67 and 65522 are refused"
	else
		ok "MTUs 67 and 65522 are refused"
	fi
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
