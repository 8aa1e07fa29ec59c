# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the module goes and comes under traffic
# drivers: both
# modules-present: hv_netvsc
# smp: 2
# needs: nettest
# host: -device net,subchannels=1 -device net
# timeout: 90

guest() {
	good=0
	for i in 1 2 3 4 5; do
		load hv_netvsc || not_ok "loading ($i)"
		if ! net_up 0 || ! wait_for 5 net_answers; then
			not_ok "the interface works ($i)"
			break
		fi
		nettest get 10.77.0.1 19 60 2 >/dev/null 2>&1 &
		tcp=$!
		nettest udp 10.77.0.1 9 60 200 >/dev/null 2>&1 &
		udp=$!
		usleep 700000
		unload hv_netvsc || not_ok "unloading ($i)"
		kill "$tcp" "$udp"
		wait "$tcp" "$udp" 2>/dev/null
		[ -d /sys/module/hv_netvsc ] || good=$((good + 1))
	done
	is "$good" 5 "five times there and away"
	check "once more" load hv_netvsc
	check_here "the interface is up" net_up 0
	is "$(net_file 500000)" "$(hv "net md5 500000")" "a file arrives as it is"
	is "$(hv "counters check.net")" "" "the host found nothing wrong with packets"
}
