# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: hibernation with a network interface of two queues: up to the core test, then an image that is restored; a TCP session goes on
# drivers: both
# modules: hv_netvsc hv_storvsc sd_mod
# needs: nettest ethtool
# host: -s4 -device scsi,disk=ram:512M -device net,subchannels=3
# smp: 2
# mem: 256M
# timeout: 150

alive() { kill -0 "$1" 2>/dev/null; }
hibernate() { echo disk >/sys/power/state; }
rx_bytes() { cat "/sys/class/net/$net_dev/statistics/rx_bytes"; }
queues() { set -- "/sys/class/net/$net_dev/queues/"rx-*; echo $#; }
flows_on() {
	b=$(rx_bytes)
	sleep 0.5
	[ "$(($(rx_bytes) - b))" -gt 50000 ]
}

guest() {
	net_dev=
	check "the disk" wait_for 20 have_disk 0 || return 0
	check_here "the interface is up" net_up 0 || return 0
	ip link set "$net_dev" mtu 4000
	wait_for 10 carrier "$net_dev"
	ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
	check "the host answers" wait_for 10 net_answers
	n=$(queues)
	is "$n" 2 "two queues"
	sum=$(hv "net md5 500000")
	nettest get 10.77.0.1 19 300 1 >/tmp/tcp.out 2>&1 &
	tcp=$!
	sleep 1

	echo core >/sys/power/pm_test
	echo shutdown >/sys/power/disk
	for i in 1 2; do
		check "everything stops and starts again ($i)" hibernate
		works "after the test ($i)"
	done
	echo none >/sys/power/pm_test

	swap=$(disk_of 0)
	check "the swap area" mkswap "$swap"
	check "swap is on" swapon "$swap"
	cat "/sys/block/${swap##*/}/dev" >/sys/power/resume
	echo test_resume >/sys/power/disk
	if hibernate 2>/tmp/err; then
		ok "the image is written and restored"
	elif grep -q busy /tmp/err; then
		# Between 5.11 and 6.4 the kernel wants its swap area for itself there.
		skip "the image is written and restored" "this kernel cannot restore from swap that is in use"
	else
		not_ok "the image is written and restored"
		diag "$(cat /tmp/err)"
	fi
	works "after the restore"
	kill "$tcp"
	wait "$tcp"
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}

works() {
	check "$1: the link is up" wait_for 15 carrier "$net_dev"
	check "$1: the host answers" wait_for 15 net_answers
	check "$1: the TCP session is alive" alive "$tcp"
	check "$1: it goes on" wait_for 20 flows_on
	is "$(net_file 500000)" "$sum" "$1: a file arrives as it is"
	is "$(cat "/sys/class/net/$net_dev/mtu")" 4000 "$1: the MTU is the same"
	is "$(queues)" "$n" "$1: so is the number of queues"
}
