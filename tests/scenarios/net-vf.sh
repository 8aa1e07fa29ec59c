# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a virtual function under the interface: found by address and serial number, taken while its carrier is there, left and taken again, gone
# drivers: both
# kernels: 6.1
# modules: hv_netvsc
# modules-present: fakevf
# needs: ethtool xdptest
# smp: 2
# host: -device net
# timeout: 60

far=10.78.0.2
has_master() { [ "$(basename "$(readlink "/sys/class/net/vf0/master")")" = "$net_dev" ]; }
multicast() { grep -c '[[:space:]]vf0[[:space:]]' /proc/net/dev_mcast; }
vf_stat() { ethtool -S "$net_dev" | awk -v n="$1:" '$1 == n { print $2 }'; }
vf_is_up() { [ $(($(cat /sys/class/net/vf0/flags) & 1)) = 1 ]; }
vf_is_down() { ! vf_is_up; }
# packets of both directions that the interface says it had
traffic() { echo $(($(cat "/sys/class/net/$net_dev/statistics/rx_packets") + $(cat "/sys/class/net/$net_dev/statistics/tx_packets"))); }
fails() { ! "$@" 2>/dev/null; }
at_wire() { nsenter -t "$net_ns" -n "$@"; }
through_vf() { net_answers "$far"; }

# the far end of the wire, in a namespace of its own
wire_up() {
	wait_for 5 test -d /sys/class/net/wire0 || return 1
	ip link set wire0 netns "$net_ns" || return 1
	at_wire ip addr add "$far/24" dev wire0
	at_wire ip link set wire0 up
}

# the kernel's own words
log_of_it() {
	dmesg | grep -E 'vf0|netvsc|fakevf|pci 7e57|eth0' | tail -n 20 | while IFS= read -r l; do diag "$l"; done
}

# The function has the address of its interface. The kernel's own driver does not try an address that the host refuses twice.
other_address() {
	check "another address" ip link set "$net_dev" address 00:15:5d:aa:bb:cc
	is "$(cat /sys/class/net/vf0/address)" 00:15:5d:aa:bb:cc "the function has it, too"
	hv "dev net0 refuse oid 1021b"
	check "the host refuses another one" fails ip link set "$net_dev" address 00:15:5d:aa:bb:dd
	is "$(cat "/sys/class/net/$net_dev/address")" 00:15:5d:aa:bb:cc "the interface keeps the one before"
	is "$(cat /sys/class/net/vf0/address)" 00:15:5d:aa:bb:cc "and so does the function"
	hv "dev net0 refuse oid none"
	check "its own address again" ip link set "$net_dev" address "$address"
	is "$(cat /sys/class/net/vf0/address)" "$address" "the function has that, too"
}

# The host speaks of the function when the end of the interface has begun, which a frame that it keeps holds up.
too_late() {
	hv "dev net0 vf 0 77"
	check "the host takes it back" wait_for 10 net_answers
	hv "dev net0 hold"
	net_answers
	rmmod hv_netvsc &
	end=$!
	sleep 1
	hv "dev net0 vf 1 77"
	sleep 1
	hv "dev net0 release"
	check "the module goes, the function stays" wait_for 30 test ! -e /sys/module/hv_netvsc
	wait "$end"
}

# The host speaks of the function before there is an interface: its answers come late.
too_early() {
	hv "dev net0 delay-done 400"
	load hv_netvsc &
	begin=$!
	sleep 1
	hv "dev net0 vf 1 77"
	wait "$begin"
	check "the module comes back" test -d /sys/module/hv_netvsc
	hv "dev net0 delay-done 0"
	check "the function waited for the interface" fails kernel_says "is not used"
}

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	ip addr add 10.78.0.1/24 dev "$net_dev"
	check "the host answers" wait_for 5 net_answers
	unshare -n sleep 100000 &
	net_ns=$!
	wait_for 5 net_apart

	check "the host announces a function" hv "dev net0 vf 1 77"
	check "one comes with another address" load fakevf slot=77 mac=00:15:5d:99:00:01 || return 0
	sleep 1
	check "it is not taken" test ! -e /sys/class/net/vf0/master
	check "the function is pulled" unload fakevf
	check "the host answers" wait_for 5 net_answers

	# as with Hyper-V: the number and the address
	address=$(cat "/sys/class/net/$net_dev/address")
	check "it comes with the interface's address and the number" load fakevf slot=77 "mac=$address"
	check "its far end" wire_up
	check "it is known" wait_for 10 has_master || log_of_it
	check "it was set up" wait_for 10 vf_is_up
	check "frames go through it" wait_for 10 through_vf
	check "and come by it" test "$(vf_stat vf_rx_packets)" -ge 1
	check "they are counted" test "$(vf_stat vf_tx_packets)" -ge 1
	before=$(traffic)
	ping -c 5 -i 0.1 -W 1 "$far" >/dev/null
	check "and are the interface's, too" test "$(($(traffic) - before))" -ge 10

	check "a program that drops all frames" xdptest "$net_dev" drop
	check "nothing comes through the function" fails through_vf
	check "it is taken away" xdptest "$net_dev" off
	check "frames go through the function" wait_for 10 through_vf

	check "the carrier goes" at_wire ip link set wire0 down
	check "the path is through the host" wait_for 10 net_answers
	check "the carrier comes" at_wire ip link set wire0 up
	at_wire ip addr add "$far/24" dev wire0 2>/dev/null
	check "frames go through the function" wait_for 10 through_vf

	check "MTU 4000 for both" ip link set "$net_dev" mtu 4000
	wait_for 10 carrier "$net_dev"
	is "$(cat /sys/class/net/vf0/mtu)" 4000 "the function follows"
	ip addr show "$net_dev" | grep -q 10.78 || ip addr add 10.78.0.1/24 dev "$net_dev"
	check "frames go through the function after a new session" wait_for 10 through_vf
	ip link set "$net_dev" mtu 1500

	check "the interface goes down" ip link set "$net_dev" down
	check "and the function with it" wait_for 5 vf_is_down
	[ "$RIG_DRIVERS" = ours ] && other_address
	check "the interface comes up" ip link set "$net_dev" up
	ip link set "$net_dev" up
	ip addr show "$net_dev" | grep -q 10.78 || ip addr add 10.78.0.1/24 dev "$net_dev"
	check "frames go through the function" wait_for 10 through_vf
	known=$(multicast)
	check "the function has the interface's multicast addresses" test "$known" -ge 1

	check "the function is pulled" unload fakevf
	ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
	check "the path is through the host" wait_for 10 net_answers

	check "a program that drops all frames" xdptest "$net_dev" drop
	check "it comes anew, with another number" load fakevf slot=78 "mac=$address"
	check "its far end" wire_up
	check "the address tells whose it is" wait_for 10 has_master
	sleep 1
	check "nothing comes through the function" fails through_vf
	check "the program is taken away" xdptest "$net_dev" off
	check "frames go through it" wait_for 10 through_vf
	[ "$RIG_DRIVERS" = ours ] && is "$(multicast)" "$known" "it has the multicast addresses, too"

	if [ "$RIG_DRIVERS" = ours ]; then
		too_late
	else
		check "the module goes, the function stays" unload hv_netvsc
	fi
	check "it is nobody's" test ! -e /sys/class/net/vf0/master
	if [ "$RIG_DRIVERS" = ours ]; then
		too_early
	else
		check "the module comes back" load hv_netvsc
	fi
	# as hosts do for each session; the kernel's own holds RTNL until then
	hv "dev net0 vf 1 77"
	check_here "the interface is up" net_up 0 || return 0
	ip addr add 10.78.0.1/24 dev "$net_dev"
	check "it finds the function" wait_for 10 has_master
	check "frames go through it" wait_for 10 through_vf
	check "the host takes it back" hv "dev net0 vf 0 77"
	# the kernel's own waits until the function itself goes
	[ "$RIG_DRIVERS" = ours ] && check "the path is through the host" wait_for 10 net_answers
	check "the function is pulled" unload fakevf
	check "the host answers" wait_for 5 net_answers
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}

after() {
	at_least "$(trace_count 'net0: data path through the function')" 3 "the host was told to use the function"
	at_least "$(trace_count 'net0: data path through the host')" 3 "and not to"
}
