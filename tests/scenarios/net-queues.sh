# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: queues, indirection table and ring sizes change under traffic
# drivers: both
# modules: hv_netvsc
# smp: 4
# needs: nettest ethtool
# host: -device net,subchannels=7 -device net,subchannels=7
# timeout: 120

queues() { hv "dev $1 stats" | grep -c '^queue'; }
has_queues() { [ "$(queues "$1")" = "$2" ]; }
alive() { kill -0 "$1" 2>/dev/null; }

guest() {
	net_b=""
	check_here "two interfaces, one of them in another namespace" net_pair || return 0
	check "as many queues as CPUs" wait_for 10 has_queues net1 4
	check_here "the sink is ready" net_sink || return 0
	check "sixteen streams" nettest tcp 10.78.0.2 5001 2 16
	used=$(hv "dev net1 stats" | awk '/^queue/ && $4 > 10 { n++ } END { print n + 0 }')
	check "they arrive on several queues" test "$used" -ge 3
	used=$(hv "dev net0 stats" | awk '/^queue/ && $6 > 10 { n++ } END { print n + 0 }')
	check "and left by several" test "$used" -ge 2

	nettest tcp 10.78.0.2 5001 200 8 >/tmp/tcp.out 2>&1 &
	tcp=$!
	# everything to one queue, then spread again
	check "the table points at queue 0" net_there ethtool -X "$net_b" weight 1 0 0 0
	hv "dev net1 stats" | awk '/^queue/ { print $2, $4 }' >/tmp/before
	sleep 1
	moved=$(hv "dev net1 stats" | awk 'NR == FNR { a[$1] = $2; next } /^queue/ && $2 != 0 { n += $4 - a[$2] } END { print n + 0 }' /tmp/before -)
	is "$moved" 0 "nothing arrives on the others any more"
	check "the table is spread again" net_there ethtool -X "$net_b" default
	for n in 1 2 4 3; do
		check "-L combined $n" net_there ethtool -L "$net_b" combined "$n"
		net_there ip addr show "$net_b" | grep -q fd78 || net_there ip -6 addr add fd78::2/64 dev "$net_b"
		check "-L combined $n: traffic" wait_for 10 net_answers 10.78.0.2
		check "-L combined $n: so many queues" wait_for 10 has_queues net1 "$n"
	done
	check "-G rx 5000 tx 100" net_there ethtool -G "$net_b" rx 5000 tx 100
	check "-G: traffic" wait_for 10 net_answers 10.78.0.2
	check "the streams are still there" alive "$tcp"
	kill "$tcp"
	wait "$tcp"
	check_here "every byte was right" net_sink_end
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
