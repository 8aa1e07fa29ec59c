# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a virtual function follows its interface into a namespace, is fetched there when it comes later, and comes back when the namespace ends
# drivers: ours
# kernels: 6.1
# modules: hv_netvsc
# modules-present: fakevf
# host: -device net
# timeout: 60
# in-tree: only from 6.13 on

far=10.78.0.2
at_wire() { nsenter -t "$wire_ns" -n "$@"; }
inside() { nsenter -t "$net_ns" -n "$@"; }
apart() { [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$1/ns/net")" ]; }

# the far end of the wire, in a namespace of its own
wire_up() {
	wait_for 5 test -d /sys/class/net/wire0 || return 1
	ip link set wire0 netns "$wire_ns" || return 1
	at_wire ip addr add "$far/24" dev wire0
	at_wire ip link set wire0 up
}
# in whichever namespace: the function is there and under the interface
function_inside() { inside ip link show vf0 2>/dev/null | grep -q "master $net_dev "; }
function_here() { ip link show vf0 2>/dev/null | grep -q "master $net_dev "; }
function_at_wire() { at_wire ip link show vf0 >/dev/null 2>&1; }
function_gone() { [ ! -e /sys/class/net/vf0 ]; }
inside_through_vf() { inside ping -c 1 -W 1 "$far" >/dev/null 2>&1; }
through_vf() { net_answers "$far"; }
dress() {
	"$@" ip addr add 10.77.0.100/24 dev "$net_dev"
	"$@" ip addr add 10.78.0.1/24 dev "$net_dev"
	"$@" ip link set "$net_dev" up
}

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	ip addr add 10.78.0.1/24 dev "$net_dev"
	unshare -n sleep 100000 &
	wire_ns=$!
	unshare -n sleep 100000 &
	net_ns=$!
	wait_for 5 apart "$wire_ns"
	wait_for 5 apart "$net_ns"
	address=$(cat "/sys/class/net/$net_dev/address")
	check "the host announces a function" hv "dev net0 vf 1 77"
	check "it comes" load fakevf slot=77 "mac=$address" || return 0
	check "its far end" wire_up
	check "it is the interface's" wait_for 10 function_here || return 0
	check "frames go through it" wait_for 10 through_vf

	check "the interface moves" ip link set "$net_dev" netns "$net_ns"
	check "the function follows" wait_for 10 function_inside || inside ip link show
	dress inside
	check "frames go through it there" wait_for 10 inside_through_vf

	check "the function is pulled" unload fakevf
	check "and comes anew, in the first namespace" load fakevf slot=77 "mac=$address"
	check "its far end" wire_up
	check "it is fetched" wait_for 10 function_inside
	check "frames go through it there" wait_for 10 inside_through_vf

	check "the namespace ends" kill -KILL "$net_ns"
	check "the interface comes back" wait_for 10 test -d "/sys/class/net/$net_dev"
	check "with its function" wait_for 10 function_here
	dress
	check "frames go through it" wait_for 10 through_vf

	check "the function is moved away by hand" ip link set vf0 netns "$wire_ns"
	check "the path is through the host" wait_for 10 net_answers
	sleep 1
	check "it stays where it was put" function_at_wire
	check "and is not here" function_gone
	check "it is put back" at_wire ip link set vf0 netns 1
	check "it is the interface's again" wait_for 10 function_here
	check "frames go through it" wait_for 10 through_vf
	check "the function is pulled" unload fakevf
	check "the host answers" wait_for 5 net_answers
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}

after() {
	at_least "$(trace_count 'net0: data path through the function')" 4 "the host was told to use the function"
}
