# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the host moves to another network: the guest announces itself, and a TCP session goes on
# drivers: both
# modules: hv_netvsc
# needs: nettest
# host: -device net,pcap=$JOBTMP/net0.pcap
# timeout: 60

alive() { kill -0 "$1" 2>/dev/null; }
count() { cat "/sys/class/net/$net_dev/carrier_changes"; }
more_than() { [ "$(count)" -gt "$1" ]; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	nettest get 10.77.0.1 19 100 1 >/tmp/tcp.out 2>&1 &
	tcp=$!
	for i in 1 2; do
		before=$(count)
		check "network change $i" hv "dev net0 netchange"
		check "the guest sees its link go and come" wait_for 10 more_than "$((before + 1))"
		check "the link is up" wait_for 10 carrier "$net_dev"
		check "the host answers" wait_for 5 net_answers
	done
	bytes=$(cat "/sys/class/net/$net_dev/statistics/rx_bytes")
	sleep 1
	check "the stream goes on" test "$(($(cat "/sys/class/net/$net_dev/statistics/rx_bytes") - bytes))" -gt 100000
	check "it is the same one" alive "$tcp"
	kill "$tcp"
	wait "$tcp"
}
