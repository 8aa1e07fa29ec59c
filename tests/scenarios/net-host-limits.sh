# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a host with other limits: alignment, packets in a section, size of sections; its send table, subchannels that it refuses or takes away
# drivers: both
# modules: hv_netvsc
# smp: 4
# needs: nettest ethtool
# host: -device net,subchannels=3,align=5,max-packets=3,send-section=2048 -device net,subchannels=3
# timeout: 120

stat0() { hv "dev net0 stats" | awk -v n="$1" '$1 == n { print $2 }'; }
queues() { hv "dev net0 stats" | grep -c '^queue'; }
has_queues() { [ "$(queues)" = "$1" ]; }
# frames that left by queue NUMBER, and by all
left_by() { hv "dev net0 stats" | awk -v q="$1" '/^queue/ { all += $6 } /^queue/ && $2 == q { n = $6 } END { print n + 0, all + 0 }'; }
# in a new session
answers() {
	ip -6 addr show "$net_a" | grep -q fd78 || ip -6 addr add fd78::1/64 dev "$net_a"
	wait_for 15 net_answers 10.78.0.2
}

guest() {
	net_a=""
	check_here "two interfaces, one of them in another namespace" net_pair || return 0
	check_here "the sink is ready" net_sink || return 0
	check "four queues" wait_for 10 has_queues 4
	# the host looks at alignment and number of each packet
	check "TCP with segmentation" nettest tcp 10.78.0.2 5001 1 4
	ethtool -K "$net_a" tx off sg off tso off gso off >/dev/null 2>&1
	check "TCP without" nettest tcp 10.78.0.2 5001 1 4
	check "UDP, small" nettest udp 10.78.0.2 5001 0.5 64
	check "UDP, longer than a section" nettest udp 10.78.0.2 5001 0.5 1400
	ethtool -K "$net_a" tx on sg on tso on gso on >/dev/null 2>&1
	check "several packets went in one section" test "$(stat0 tx_batched)" -gt 0

	for q in 2 1; do
		check "the host wants queue $q" hv "dev net0 sendtable $q"
		sleep 1
		before=$(left_by "$q")
		check "queue $q: UDP" nettest udp 10.78.0.2 5001 0.3 64
		check "queue $q: TCP" nettest tcp 10.78.0.2 5001 0.3 2
		now=$(left_by "$q")
		on=$((${now% *} - ${before% *})) all=$((${now#* } - ${before#* }))
		check "frames leave by queue $q ($on of $all)" test "$on" -gt 20 -a $((on * 10)) -gt $((all * 9))
		is "$(ethtool -d "$net_a" 2>/dev/null | grep -c "0$q 00 00 00 0$q 00 00 00 0$q 00 00 00 0$q 00 00 00")" 4 "the registers show it"
	done

	# the kernel's own does not ask for more after a refusal, and goes on without the frames of a queue that is lost
	[ "$RIG_DRIVERS" = ours ] && refused && taken_away
	check_here "every byte was right" net_sink_end
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}

refused() {
	check "the host refuses subchannels" hv "dev net0 refuse subchannels 1"
	check "three are wanted" ethtool -L "$net_a" combined 3
	check "there is one queue" wait_for 10 has_queues 1
	check "the far end answers" answers
	check "four are wanted" ethtool -L "$net_a" combined 4
	check "there are four queues" wait_for 10 has_queues 4
	check "the far end answers" answers
}

taken_away() {
	nettest tcp 10.78.0.2 5001 100 8 >/tmp/tcp.out 2>&1 &
	tcp=$!
	sleep 1
	check "a subchannel is taken away" hv "rescind net0:2"
	wait_for 10 carrier "$net_a"
	check "the far end answers" answers
	before=$(stat0 tx_packets)
	sleep 3
	check "the streams go on" test "$(($(stat0 tx_packets) - before))" -gt 50
	kill "$tcp"
	wait "$tcp"
	diag "$(queues) queues are left"
}
