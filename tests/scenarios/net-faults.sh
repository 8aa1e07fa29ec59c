# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: completions of sent packets that are late, lost or repeated; buffers and versions that are refused
# drivers: both
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
		check "refused: $what: there is no interface" no_nic 0
		hv "dev net0 refuse $what 0"
		check "refused: $what: the module goes" unload hv_netvsc
	done
	# what the host may lack: the device lives without, the kernel's own not without offloads
	hv "dev net0 refuse oid 10203"
	[ "$RIG_DRIVERS" = ours ] && hv "dev net0 refuse oid fc01020d"
	load hv_netvsc
	check_here "no questions about queues and offloads: the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	is "$(net_file 300000)" "$(hv "net md5 300000")" "a file arrives as it is"
	hv "dev net0 refuse oid none"
	check "the module goes" unload hv_netvsc

	load hv_netvsc
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	hv "dev net0 delay-done 30"
	is "$(net_file 300000)" "$(hv "net md5 300000")" "completions that are 30 ms late: a file arrives"
	hv "dev net0 delay-done 0"
	hv "dev net0 hold"
	like "$(ping -c 5 -i 0.2 -W 1 -s 8 10.77.0.1)" "*5 packets received*" "completions that do not come: some small frames go out all the same"
	nettest udp 10.77.0.1 9 2 1000 >/tmp/udp.out 2>&1 &
	udp=$!
	sleep 1
	check "completions that do not come: the guest is alive" test -d /sys/class/net
	like "$(hv "dev net0 release")" "released [1-9]*" "the host had some"
	wait "$udp"
	check "they come: packets go there and back" wait_for 10 net_answers
	hv "dev net0 fail-done 5"
	check "failed packets: packets go there and back" wait_for 10 net_answers
	# the kernel's own driver waits for ever for what is lost
	[ "$RIG_DRIVERS" = ours ] && wrong_ones
	is "$(net_file 300000)" "$(hv "net md5 300000")" "a file arrives as it is"
	check "the module goes" unload hv_netvsc
}

wrong_ones() {
	for f in dup wrong-id zero-id short empty; do
		hv "fault net0 $f 3"
		check "completions with fault $f: packets go there and back" wait_for 10 net_answers
	done
	hv "dev net0 drop-done 5"
	check "lost completions: packets go there and back" wait_for 10 net_answers
	# no frame may leave without an answer for ever
	hv "dev net0 drop-done 100000"
	nettest udp 10.77.0.1 9 3 64 >/tmp/udp.out 2>&1 &
	udp=$!
	sleep 3
	hv "dev net0 drop-done 0"
	check "all completions lost: the device begins anew" wait_for 70 kernel_says "beginning anew"
	wait "$udp"
	check "all completions lost: packets go there and back" wait_for 20 net_answers
}

after() {
	check "the host refused a version" traced 'net0: NVSP [0-9.]*: refused'
	check "the host refused a receive buffer" traced 'net0: receive buffer of [0-9]* pages: refused'
	check "the host refused a send buffer" traced 'net0: send buffer of [0-9]* pages: refused'
	check "the host refused RNDIS" traced 'net0: RNDIS init, .*: refused'
	if grep -q "J_DRIVERS='ours'" "$JOB/conf"; then
		check "the host refused the question about offloads" traced 'net0: query OID 0xfc01020d, .*: 0x[1-9a-f]'
	fi
}
