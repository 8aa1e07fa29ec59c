# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: eight NICs come and go while another one carries traffic
# drivers: both
# modules: hv_netvsc
# smp: 2
# needs: nettest
# host: -device net -device net,offered=0 -device net,offered=0 -device net,offered=0 -device net,offered=0
# host: -device net,offered=0 -device net,offered=0 -device net,offered=0 -device net,offered=0
# timeout: 120

alive() { kill -0 "$1" 2>/dev/null; }

guest() {
	check_here "the first interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	nettest get 10.77.0.1 19 100 2 >/tmp/tcp.out 2>&1 &
	tcp=$!
	for i in 1 2 3 4 5 6 7 8; do
		hv "offer net$i" || not_ok "NIC $i is plugged in"
	done
	here=0
	for i in 1 2 3 4 5 6 7 8; do
		wait_for 20 have_nic "$i" && here=$((here + 1))
	done
	is "$here" 8 "eight more are there"
	ip addr add 10.77.0.150/32 dev "$(nic 3)"
	ip link set "$(nic 3)" up
	ip route add 10.77.0.1/32 dev "$(nic 3)" src 10.77.0.150
	check "one of them carries packets" wait_for 10 net_answers
	ip route del 10.77.0.1/32 dev "$(nic 3)"
	for i in 8 7 6 5 4 3 2 1; do
		hv "rescind net$i" || not_ok "NIC $i is pulled"
	done
	gone=0
	for i in 1 2 3 4 5 6 7 8; do
		wait_for 20 no_nic "$i" && gone=$((gone + 1))
	done
	is "$gone" 8 "they are gone"
	check "the stream goes on" alive "$tcp"
	kill "$tcp"
	wait "$tcp"
	like "$(cat /tmp/tcp.out)" "bytes *" "it was alive to the end"
	check "the first NIC answers" wait_for 5 net_answers
	nettest get 10.77.0.1 19 100 2 >/tmp/tcp.out 2>&1 &
	tcp=$!
	nettest udp 10.77.0.1 9 100 200 >/tmp/udp.out 2>&1 &
	udp=$!
	sleep 1
	check "it is pulled while up and busy" hv "rescind net0"
	check "it is gone" wait_for 20 no_nic 0
	kill "$tcp" "$udp"
	wait "$tcp" "$udp"
	check "it is plugged in again" hv "offer net0"
	check_here "and works" net_up 0
	check "the host answers" wait_for 5 net_answers
}
