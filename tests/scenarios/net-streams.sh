# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: TCP and UDP between two NICs, every byte compared, IPv4 and IPv6
# drivers: both
# modules: hv_netvsc
# needs: nettest
# host: -device net,rsc=1 -device net,rsc=1
# timeout: 90

# keep COMMAND...: its output is in /tmp/out, too
keep() { "$@" >/tmp/out 2>&1; }

guest() {
	check_here "two interfaces, one of them in another namespace" net_pair || return 0
	check_here "the sink is ready" net_sink || return 0
	check "TCP, one stream" keep nettest tcp 10.78.0.2 5001 2 1
	diag "$(cat /tmp/out)"
	check "TCP, eight streams" keep nettest tcp 10.78.0.2 5001 2 8
	diag "$(cat /tmp/out)"
	check "TCP over IPv6" keep nettest tcp fd78::2 5001 1 2
	diag "$(cat /tmp/out)"
	check "TCP, one byte there and back" keep nettest rr 10.78.0.2 5002 1
	diag "$(cat /tmp/out)"
	for size in 1 64 1400 8000 60000; do
		check "UDP, datagrams of $size bytes" keep nettest udp 10.78.0.2 5001 1 "$size"
		diag "$(cat /tmp/out)"
	done
	check "UDP over IPv6" keep nettest udp fd78::2 5001 1 1200
	check_here "every byte was right" net_sink_end
	while read -r l; do [ -z "$l" ] || diag "$l"; done </tmp/sink
	like "$(cat /tmp/sink)" "*udp datagrams [1-9][0-9][0-9]*" "datagrams arrived"
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}

after() {
	at_least "$(counter net.net0.tx_packets)" 1000 "packets went through the device"
	at_least "$(counter net.net1.rx_packets)" 1000 "and arrived at the other"
}
