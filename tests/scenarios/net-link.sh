# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the link goes down and up, its speed changes, and the guest follows
# drivers: both
# modules: hv_netvsc
# needs: ethtool
# host: -device net,speed=2500
# timeout: 60

no_carrier() { ! carrier "$1"; }
speed() { [ "$(cat "/sys/class/net/$net_dev/speed")" = "$1" ]; }
# changes are at least 2 s apart in the guest
net_settled() {
	for _ in 1 2 3 4 5; do
		carrier "$net_dev" || return 1
		sleep 0.5
	done
	carrier "$net_dev"
}

alive() { hv "dev net0 stats" | grep -q " alive $1 of $1\$"; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	check "2.5 Gbit/s" wait_for 5 speed 2500
	for i in 1 2 3; do
		check "link down ($i)" hv "dev net0 link down"
		check "the guest sees it" wait_for 10 no_carrier "$net_dev"
		check "link up ($i)" hv "dev net0 link up"
		check "the guest sees that, too" wait_for 10 carrier "$net_dev"
		check "the host answers" wait_for 5 net_answers
	done
	# faster than anybody need follow: only the end counts
	for i in 1 2; do
		hv "dev net0 link down"
		hv "dev net0 link up"
	done
	check "after two quick flaps the link is up for good" wait_for 20 net_settled
	check "the host answers" wait_for 5 net_answers
	# the host takes the link away while the guest has it down for a change of the network
	check "the network changes" hv "dev net0 netchange"
	check "the guest sees it" wait_for 10 no_carrier "$net_dev"
	hv "dev net0 link down"
	ip link set "$net_dev" down
	ip link set "$net_dev" up
	sleep 4
	check "the link is down for good" no_carrier "$net_dev"
	hv "dev net0 link up"
	check "it comes back" wait_for 10 net_settled
	ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
	check "the host answers" wait_for 5 net_answers
	check "the speed changes" hv "dev net0 speed 40000"
	check "40 Gbit/s" wait_for 5 speed 40000
	# the kernel's own driver does not answer
	if [ "$RIG_DRIVERS" = ours ]; then
		check "the host asks whether the guest is alive" hv "dev net0 keepalive"
		check "it is told" wait_for 5 alive 1
	fi
	like "$(ethtool "$net_dev" | grep Speed)" "*40000Mb/s*" "ethtool says so, too"
}
