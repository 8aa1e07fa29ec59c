# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: how fast the network is and what it costs (make bench compares the drivers)
# drivers: both
# modules: hv_netvsc
# smp: 2
# needs: nettest ethtool
# host: -device net,service=20
# timeout: 240

# One number of the host's counters
count() { hv "counters $1" | awk -v n="$1" '$1 == n { print $2 }'; }
packets() { hv "dev net0 stats" | awk '/^(tx|rx)_packets / { n += $2 } END { print n + 0 }'; }

# run NAME METRIC COMMAND...: one measurement, as remarks "bench NAME METRIC VALUE"; the value is the last word that the command prints
run() {
	name=$1
	metric=$2
	shift 2
	chan=$(count chan.net0.signals_in)
	irqs=$(count chan.net0.signals_out)
	pkts=$(packets)
	exits=$(count exits.total)
	"$@" >/tmp/run.out 2>&1
	rc=$?
	exits=$(($(count exits.total) - ${exits:-0}))
	pkts=$(($(packets) - pkts))
	chan=$(($(count chan.net0.signals_in) - ${chan:-0}))
	irqs=$(($(count chan.net0.signals_out) - ${irqs:-0}))
	if [ "$rc" -ne 0 ] || [ "$pkts" -le 0 ]; then
		not_ok "$name was measured"
		diag "$(tail -n 1 /tmp/run.out)"
		return 0
	fi
	ok "$name was measured"
	diag "bench $name $metric $(sed -n "s|.*${metric_word:-mbit/s} \([0-9.]*\).*|\1|p" /tmp/run.out)"
	for v in "exits/packet $exits" "signals/packet $chan" "interrupts/packet $irqs"; do
		diag "bench $name ${v% *} $(awk -v a="${v#* }" -v b="$pkts" 'BEGIN { printf "%.4f", a / b }')"
	done
}

guest() {
	net_dev=''
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	for offload in on off; do
		ethtool -K "$net_dev" tx "$offload" sg "$offload" tso "$offload" rx "$offload" >/dev/null 2>&1
		metric_word=mbit/s
		for flows in 1 8; do
			run "tcp-send-$flows-offload-$offload" mbit/s nettest tcp 10.77.0.1 9 3 "$flows"
			run "tcp-receive-$flows-offload-$offload" mbit/s nettest get 10.77.0.1 19 3 "$flows"
		done
	done
	ethtool -K "$net_dev" tx on sg on tso on rx on >/dev/null 2>&1
	metric_word=per-second
	run tcp-request-response transactions/s nettest rr 10.77.0.1 7 3
	metric_word=pps
	run udp-send-64 packets/s nettest udp 10.77.0.1 9 3 64
}
