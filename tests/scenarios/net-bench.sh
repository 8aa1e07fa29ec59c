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
# what the host has seen: packets and bytes of both directions
seen() { hv "dev net0 stats" | awk '/^(tx|rx)_packets / { n += $2 } /^(tx|rx)_bytes / { b += $2 } END { print n + 0, b + 0 }'; }
# nothing of the run before is under way any more
quiet() {
	was=$now
	usleep 300000
	now=$(seen)
	hv "net status" | grep -q "^queued 0 " && [ "${now% *}" -le $((${was% *} + 5)) ]
}

# run NAME METRIC COMMAND...: one measurement, as remarks "bench NAME METRIC VALUE"
#
# mbit/s and packets/s-out are what the host saw, for what a program has written may
# lie in a socket; others are the last number that the command prints.
run() {
	name=$1
	metric=$2
	shift 2
	now='0 0'
	wait_for 30 quiet || diag "$name: never quiet before"
	chan=$(count chan.net0.signals_in)
	irqs=$(count chan.net0.signals_out)
	before=$(seen)
	exits=$(count exits.total)
	cpu=$(count vcpu.cpu_us)
	began=$(rig_uptime_ds)
	"$@" >/tmp/run.out 2>&1
	rc=$?
	took=$(($(rig_uptime_ds) - began))
	exits=$(($(count exits.total) - ${exits:-0}))
	cpu=$(($(count vcpu.cpu_us) - ${cpu:-0}))
	now=$(seen)
	chan=$(($(count chan.net0.signals_in) - ${chan:-0}))
	irqs=$(($(count chan.net0.signals_out) - ${irqs:-0}))
	pkts=$((${now% *} - ${before% *}))
	if [ "$rc" -ne 0 ] || [ "$pkts" -le 0 ] || [ "$took" -le 0 ]; then
		not_ok "$name was measured"
		diag "$(tail -n 1 /tmp/run.out)"
		return 0
	fi
	ok "$name was measured"
	case $metric in
	mbit/s) v=$(awk -v b="$((${now#* } - ${before#* }))" -v t="$took" 'BEGIN { printf "%.1f", b * 80 / 1e6 / t }') ;;
	packets/s-out) metric=packets/s v=$(awk -v n="$pkts" -v t="$took" 'BEGIN { printf "%.0f", n * 10 / t }') ;;
	*) v=$(sed -n 's/.*\(pps\|per-second\) \([0-9.]*\).*/\2/p' /tmp/run.out) ;;
	esac
	diag "bench $name $metric $v"
	for v in "exits/packet $exits" "cpu-us/packet $cpu" "signals/packet $chan" "interrupts/packet $irqs"; do
		diag "bench $name ${v% *} $(awk -v a="${v#* }" -v b="$pkts" 'BEGIN { printf "%.4f", a / b }')"
	done
}

guest() {
	net_dev=''
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	for offload in on off; do
		ethtool -K "$net_dev" tx "$offload" sg "$offload" tso "$offload" rx "$offload" >/dev/null 2>&1
		for flows in 1 8; do
			run "tcp-send-$flows-offload-$offload" mbit/s nettest blast 10.77.0.1 9 3 "$flows"
			run "tcp-receive-$flows-offload-$offload" mbit/s nettest get 10.77.0.1 19 3 "$flows"
		done
	done
	run tcp-request-response-offload-off transactions/s nettest rr 10.77.0.1 7 2
	run udp-send-64-offload-off packets/s-out nettest udp 10.77.0.1 9 2 64
	run udp-receive-64-offload-off packets/s nettest udpget 10.77.0.1 19 2 64
	ethtool -K "$net_dev" tx on sg on tso on rx on >/dev/null 2>&1
	run tcp-request-response transactions/s nettest rr 10.77.0.1 7 3
	run udp-send-64 packets/s-out nettest udp 10.77.0.1 9 3 64
	run udp-receive-64 packets/s nettest udpget 10.77.0.1 19 3 64
}
