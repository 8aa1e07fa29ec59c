# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every version of the network protocol from 2 on
# drivers: both
# modules-present: hv_netvsc
# needs: ethtool
# host: -device net,nvsp=0.2 -device net,nvsp=3.2 -device net,nvsp=4.0 -device net,nvsp=5.0 -device net,nvsp=6.0 -device net,nvsp=6.1
# timeout: 90

guest() {
	net_dev=''
	load hv_netvsc
	i=0
	sum=$(hv "net md5 300000")
	for v in 0.2 3.2 4.0 5.0 6.0 6.1; do
		check_here "NVSP $v: the interface is up" net_up "$i" || continue
		like "$(hv "dev net$i stats")" "nvsp $v *" "NVSP $v is agreed"
		check "NVSP $v: the host answers" wait_for 5 net_answers
		is "$(net_file 300000)" "$sum" "NVSP $v: a file arrives as it is"
		hv "counters reset"
		check "NVSP $v: and goes back" upload
		ip addr flush dev "$net_dev"
		ip link set "$net_dev" down
		i=$((i + 1))
	done
	is "$(hv "counters check.")" "" "the host found no rule broken"
}
upload() {
	wget -q -O /tmp/f http://10.77.0.1/data/100000
	nc 10.77.0.1 10 </tmp/f
	hv "wait-counter net.verified_bytes 100000 10"
}
