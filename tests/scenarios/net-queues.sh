# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: queues, indirection table and ring sizes change under traffic
# drivers: both
# modules: hv_netvsc
# smp: 8
# needs: nettest ethtool
# host: -device net,subchannels=7 -device net,subchannels=7
# timeout: 240

queues() { hv "dev $1 stats" | grep -c '^queue'; }
has_queues() { [ "$(queues "$1")" = "$2" ]; }
fails() { ! "$@"; }
alive() { kill -0 "$1" 2>/dev/null; }

# weights QUEUES NUMBER: all to that one
weights() { seq 0 $(($1 - 1)) | awk -v q="$2" '{ printf "%s ", $1 == q ? 1 : 0 }'; }
# the guest's own table names a queue
in_table() { net_there ethtool -x "$net_b" | awk -v q="$1" '/^ *[0-9]+:/ { for (i = 2; i <= NF; i++) if ($i == q) n++ } END { exit !n }'; }
# "QUEUE FRAMES" of eight short streams, by the host's counters
arrivals() {
	hv "dev net1 stats" | awk '/^queue/ { print $2, $4 }' >/tmp/before
	nettest tcp 10.78.0.2 5001 0.05 8 >/dev/null
	hv "dev net1 stats" | awk 'NR == FNR { a[$1] = $2; next } /^queue/ { print $2, $4 - a[$2] }' /tmp/before -
}
# but for what has no hash
only_on() { arrivals | awk -v q="$1" '$1 == q { on = $2 } $1 != q { off += $2 } END { exit !(on >= 16 && off <= 3) }'; }
on_several() { arrivals | awk -v n="$1" '$2 > 0 { k++ } END { exit k < n }'; }
# all that is sent goes by queues that are there: acknowledgements
answered() { hv "dev net1 stats" | awk '/^queue/ { n += $6 } END { exit !n }'; }

guest() {
	net_b=""
	check_here "two interfaces, one of them in another namespace" net_pair || return 0
	check "as many queues as CPUs" wait_for 10 has_queues net1 8
	check_here "the sink is ready" net_sink || return 0
	check "thirty-two streams" nettest tcp 10.78.0.2 5001 0.1 32
	used=$(hv "dev net1 stats" | awk '/^queue/ && $4 > 3 { n++ } END { print n + 0 }')
	check "they arrive on several queues ($used)" test "$used" -ge 4
	used=$(hv "dev net0 stats" | awk '/^queue/ && $6 > 3 { n++ } END { print n + 0 }')
	check "and left by several ($used)" test "$used" -ge 3

	nettest rr 10.78.0.2 5002 1000 >/tmp/tcp.out 2>&1 &
	tcp=$!
	for n in 1 2 3 4 5 6 7 8; do
		check "-L combined $n" net_there ethtool -L "$net_b" combined "$n"
		net_there ip addr show "$net_b" | grep -q fd78 || net_there ip -6 addr add fd78::2/64 dev "$net_b"
		check "-L combined $n: traffic" wait_for 10 net_answers 10.78.0.2
		check "-L combined $n: so many queues" wait_for 10 has_queues net1 "$n"
		[ "$n" -gt 1 ] || continue
		check "-L combined $n: the last one is in the table" in_table "$((n - 1))"
		for q in $((n - 1)) 0; do
			# shellcheck disable=SC2046 # several words
			check "$n queues: the table points at queue $q" net_there ethtool -X "$net_b" weight $(weights "$n" "$q")
			check "$n queues: traffic arrives on queue $q alone" wait_for 20 only_on "$q"
		done
		check "$n queues: the table is spread again" net_there ethtool -X "$net_b" default
		check "$n queues: answers leave" answered
	done
	check "eight queues: traffic arrives on several of them" wait_for 20 on_several 3
	check "-G rx 5000 tx 100" net_there ethtool -G "$net_b" rx 5000 tx 100
	check "-G: traffic" wait_for 10 net_answers 10.78.0.2
	check "no frame was to go by a queue that is not there" fails kernel_says "real number of TX queues"
	check "a connection has lived through it" alive "$tcp"
	kill "$tcp"
	wait "$tcp"
	check_here "every byte was right" net_sink_end
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
