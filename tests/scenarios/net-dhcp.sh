# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: an address by DHCP, and a file over TCP with the right checksum
# drivers: both
# modules: hv_netvsc
# host: -device net,pcap=$JOBTMP/net0.pcap
# timeout: 60

guest() {
	check "the interface appears" wait_for 20 have_nic 0 || return 0
	dev=$(nic 0)
	ip link set lo up
	like "$(net_dhcp "$dev")" "10.77.0.*" "it gets an address by DHCP" || return 0
	check "the host answers" wait_for 5 net_answers
	is "$(net_file 3000001)" "$(hv "net md5 3000001")" "a file of 3 MB arrives as it is"
	wget -q -O - http://10.77.0.1/data/1000000 | nc 10.77.0.1 10
	check "and goes back as it is" hv "wait-counter net.verified_bytes 1000000 10"
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
	check "the interface goes down" ip link set "$dev" down
}

after() {
	check "an address was given" traced 'responder: 10\.77\.0\.'
	at_least "$(stat -c %s "$JOBTMP/net0.pcap")" 4000000 "the capture holds all of it"
}
