# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: completions of sent packets that are late, lost or repeated; buffers and versions that are refused
# drivers: ours
# modules-present: hv_netvsc
# needs: nettest
# violations: expected
# host: -device net
# timeout: 90

guest() {
	for what in init recv-buffer send-buffer rndis; do
		hv "dev net0 refuse $what 20"
		load hv_netvsc 2>/dev/null
		sleep 1
		check "refused: $what: there is no interface, or it lives without" refused_ok "$what"
		hv "dev net0 refuse $what 0"
		check "refused: $what: the module goes" unload hv_netvsc
	done
	load hv_netvsc
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	hv "dev net0 delay-done 30"
	is "$(net_file 300000)" "$(hv "net md5 300000")" "completions that are 30 ms late: a file arrives"
	hv "dev net0 delay-done 0"
	hv "dev net0 hold"
	nettest udp 10.77.0.1 9 2 1000 >/tmp/udp.out 2>&1 &
	udp=$!
	sleep 1
	check "completions that do not come: the guest is alive" test -d /sys/class/net
	hv "dev net0 release"
	wait "$udp"
	check "they come: packets go there and back" wait_for 10 net_answers
	for f in dup wrong-id zero-id short empty; do
		hv "fault net0 $f 3"
		check "completions with fault $f: packets go there and back" wait_for 10 net_answers
	done
	hv "dev net0 drop-done 5"
	check "lost completions: packets go there and back" wait_for 10 net_answers
	hv "dev net0 fail-done 5"
	check "failed packets: packets go there and back" wait_for 10 net_answers
	is "$(net_file 300000)" "$(hv "net md5 300000")" "a file arrives as it is"
	check "the module goes" unload hv_netvsc
}

refused_ok() {
	case $1 in
	send-buffer) have_nic 0 || no_nic 0 ;;
	*) no_nic 0 ;;
	esac
}
