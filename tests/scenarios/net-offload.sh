# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: checksums and segments left to the host, in all combinations, each verified by the host
# drivers: both
# modules: hv_netvsc
# needs: nettest ethtool
# host: -device net -device net
# timeout: 120

stat0() { hv "dev net0 stats" | awk -v n="$1" '$1 == n { print $2 }'; }

guest() {
	net_a="" net_b=""
	check_here "two interfaces, one of them in another namespace" net_pair || return 0
	check_here "the sink is ready" net_sink || return 0
	for tx in on off; do
		for tso in on off; do
			for sg in on off; do
				what="tx $tx tso $tso sg $sg"
				ethtool -K "$net_a" tx "$tx" sg "$sg" tso "$tso" >/dev/null 2>&1
				lso=$(stat0 tx_lso)
				csum=$(stat0 tx_csum)
				check "$what: TCP" nettest tcp 10.78.0.2 5001 0.4 2
				check "$what: TCP over IPv6" nettest tcp fd78::2 5001 0.4 1
				check "$what: UDP" nettest udp 10.78.0.2 5001 0.2 700
				check "$what: UDP over IPv6" nettest udp fd78::2 5001 0.2 900
				lso=$(($(stat0 tx_lso) - lso))
				csum=$(($(stat0 tx_csum) - csum))
				case $tx in
				on) check "$what: checksums were left to the host" test "$csum" -gt 0 ;;
				off) is "$((csum + lso))" 0 "$what: nothing was left to the host" ;;
				esac
				case $tx$tso$sg in
				ononon) check "$what: segments were left to the host" test "$lso" -gt 0 ;;
				*off*) is "$lso" 0 "$what: no segments were left to the host" ;;
				esac
			done
		done
	done
	ethtool -K "$net_a" tx on sg on tso on >/dev/null 2>&1
	# with options in front of TCP the kernel has to segment
	check "TCP behind 1032 bytes of options" nettest longhead fd78::2 5001 1
	for rx in off on; do
		check "receive checksum $rx" net_there ethtool -K "$net_b" rx "$rx"
		check "receive checksum $rx: TCP" nettest tcp 10.78.0.2 5001 0.5 2
	done
	check_here "every byte was right" net_sink_end
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}

host() {
	hv "net pcap $JOBTMP/responder.pcap"
}
