# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: three VLANs on one interface, tagged by the device or by the guest
# drivers: both
# modules: hv_netvsc 8021q
# needs: ethtool nettest
# host: -device net,trunk=11+12+13
# timeout: 60

# The host shows the last tag only, and the guest sends tagged frames of its own now and then.
priority_seen() {
	nettest tagged "$net_dev" 0xa00b 10.77.11.1 1
	case $(hv "dev net0 stats") in *" tci 0xa00b "*) ;; *) return 1 ;; esac
}

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	for v in 11 12 13 14; do
		ip link add link "$net_dev" name "v$v" type vlan id "$v" || not_ok "VLAN $v can be made"
		ip addr add "10.77.$v.100/24" dev "v$v"
		ip link set "v$v" up
	done
	sum=$(hv "net md5 200001")
	for how in on off; do
		ethtool -K "$net_dev" txvlan "$how" >/dev/null 2>&1 || diag "txvlan cannot be turned $how"
		for v in 11 12 13; do
			check "txvlan $how: VLAN $v, the host answers" wait_for 5 net_answers "10.77.$v.1"
			is "$(net_file 200001 "10.77.$v.1")" "$sum" "txvlan $how: VLAN $v, a file"
		done
		check "txvlan $how: without a tag, the host answers" wait_for 5 net_answers 10.77.0.1
	done
	if net_answers 10.77.14.1; then
		not_ok "a VLAN that the switch does not know leads nowhere"
	else
		ok "a VLAN that the switch does not know leads nowhere"
	fi
	# tags that a packet socket puts into the frame go beside it, with their priority
	sent=$(hv "dev net0 stats" | awk '$1 == "tx_vlan" { print $2 }')
	before=$(cat "/sys/class/net/$net_dev/statistics/rx_packets")
	check "frames with a tag inside" nettest tagged "$net_dev" 0xa00b 10.77.11.1 5
	sent=$(($(hv "dev net0 stats" | awk '$1 == "tx_vlan" { print $2 }') - sent))
	check "$sent left with the tag beside" test "$sent" -ge 5
	check "with the priority, too" wait_for 10 priority_seen
	sleep 1
	check "they are answered" test "$(($(cat "/sys/class/net/$net_dev/statistics/rx_packets") - before))" -ge 5
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}

after() {
	at_least "$(counter net.net0.tx_vlan)" 10 "tags went beside the packets"
}
