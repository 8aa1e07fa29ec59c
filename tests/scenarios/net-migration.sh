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

no_carrier() { ! carrier "$net_dev"; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	nettest get 10.77.0.1 19 100 1 >/tmp/tcp.out 2>&1 &
	tcp=$!
	for i in 1 2; do
		before=$(count)
		check "network change $i" hv "dev net0 netchange"
		check "the guest sees its link go" wait_for 10 no_carrier
		gone=$(rig_uptime_ds)
		check "and come" wait_for 10 more_than "$((before + 1))"
		gone=$(($(rig_uptime_ds) - gone))
		check "late enough to be noticed (after $gone tenths of a second)" test "$gone" -ge 10
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

# Requests for the own address: 0 is Z, a line feed N, and each line begins behind the broadcast address.
announcements() {
	LC_ALL=C tr '\000\012\377' 'ZN\012' <"$JOBTMP/net0.pcap" |
		LC_ALL=C grep -c -F "$(printf '\010\006Z\001\010Z\006\004Z\001Z\025]wZ\020NMZdZZZZZZNMZd')"
}

after() {
	# what the kernel's own driver says is lost: the queues are still off
	grep -q "J_DRIVERS='ours'" "$JOB/conf" || return 0
	at_least "$(announcements)" 2 "the guest announced its address after each change"
}
