# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: ethtool on any kernel: the driver's name, counters of each queue that grow, buffers, channels, hash, link, message level, registers
# drivers: both
# modules: hv_netvsc
# needs: ethtool
# smp: 2
# host: -device net,subchannels=7
# timeout: 90

# sum NAME: of the counters NAME of all queues
sum() { ethtool -S "$net_dev" | awk -v n="$1" '$1 ~ "_queue_[0-9]+_" n ":" { s += $2 } END { print s + 0 }'; }

spread() {
	for i in 1 2 3 4 5 6 7 8; do
		ping -c 5 -i 0.1 -W 1 -s "$((i * 100))" 10.77.0.1 >/dev/null 2>&1 || return 1
	done
}

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	like "$(ethtool -i "$net_dev")" "*hv_netvsc*" "the driver is named"
	before=$(sum packets)
	check "pings there and back" spread
	check "the counters of the queues grow by 80 and more" test "$(($(sum packets) - before))" -ge 80
	check "and are counted in bytes, too" test "$(sum bytes)" -gt 30000
	like "$(ethtool -g "$net_dev" 2>&1)" "*RX:*" "the sizes of the buffers are shown"
	if ethtool -l "$net_dev" >/tmp/l 2>&1; then
		is "$(awk '/Combined/ { n = $2 } END { print n }' /tmp/l)" 2 "two channels are in use"
		check "one is wanted" ethtool -L "$net_dev" combined 1
		is "$(ethtool -l "$net_dev" | awk '/Combined/ { n = $2 } END { print n }')" 1 "one is in use"
		check "the host answers" wait_for 5 net_answers
	else
		skip "channels are shown and changed" "ethtool has no operation for it here: $(tail -n 1 /tmp/l)"
	fi
	buffers
	counters_named
	link_set
	messages
	fields
	table
	check "the host answers" wait_for 5 net_answers
}

fails() { ! "$@" >/dev/null 2>&1; }

# asked COMMAND...: its answer is in /tmp/answer; not asked where the kernel cannot
asked() {
	"$@" >/tmp/answer 2>&1 && return 0
	skip "$*" "there is no operation for it here: $(tail -n 1 /tmp/answer)"
	return 1
}

# The names that monitoring knows.
counters_named() {
	ethtool -S "$net_dev" | sed -n 's/^ *\([a-z0-9_]*\):.*/\1/p' >/tmp/names
	for n in tx_scattered tx_no_memory tx_no_space tx_too_big tx_busy tx_send_full rx_comp_busy rx_no_memory \
		stop_queue wake_queue vlan_error vf_rx_packets vf_rx_bytes vf_tx_packets vf_tx_bytes vf_tx_dropped \
		tx_queue_0_packets tx_queue_0_bytes rx_queue_0_packets rx_queue_0_bytes rx_queue_0_xdp_drop \
		cpu0_rx_packets cpu0_rx_bytes cpu0_tx_packets cpu0_tx_bytes; do
		grep -qx "$n" /tmp/names || echo "$n"
	done >/tmp/lacking
	is "$(cat /tmp/lacking)" "" "all counters have their names"
	# Each queue belongs to a CPU; in one answer nothing changes in between.
	ethtool -S "$net_dev" | awk '
		match($1, /_(rx|tx)_(packets|bytes):/) && $1 ~ /^cpu[0-9]+_(rx|tx)_/ { cpu[substr($1, RSTART + 1)] += $2 }
		$1 ~ /^[rt]x_queue_[0-9]+_(packets|bytes):/ { n = $1; sub(/_queue_[0-9]+/, "", n); queue[n] += $2 }
		END { for (n in queue) if (cpu[n] != queue[n]) print n, "of CPUs", cpu[n] + 0, "of queues", queue[n] }' >/tmp/differ
	is "$(cat /tmp/differ)" "" "the counters of the CPUs are those of the queues"
}

recv_sections() { hv "dev net0 stats" | awk 'NR == 1 { print $NF }'; }
# The number of receive buffers is in pieces as long as the MTU needs them.
buffers() {
	asked ethtool -g "$net_dev" || return 0
	ip link set "$net_dev" mtu 9000 || return 0
	before=$(recv_sections)
	check "fewer buffers for sending" ethtool -G "$net_dev" tx 50
	now=$(recv_sections)
	check "as many for receiving as before ($now of $before)" test "$now" -ge $((before - 3)) -a "$now" -le "$before"
	check "half as many for receiving" ethtool -G "$net_dev" rx $((before / 2))
	now=$(recv_sections)
	check "it is about half ($now of $before)" test "$now" -ge $((before / 2 - 3)) -a "$now" -le $((before / 2 + 3))
	ip link set "$net_dev" mtu 1500
	wait_for 10 carrier "$net_dev"
	ip addr show "$net_dev" | grep -q 10.77 || ip addr add 10.77.0.100/24 dev "$net_dev"
	check "the host answers" wait_for 10 net_answers
}

link_set() {
	asked ethtool "$net_dev" || return 0
	check "speed and duplex are shown" grep -q 'Duplex: Full' /tmp/answer
	asked ethtool -s "$net_dev" speed 1000 duplex half autoneg off || return 0
	ethtool "$net_dev" >/tmp/answer 2>&1
	check "the speed that was set" grep -q 'Speed: 1000Mb/s' /tmp/answer
	check "the duplex that was set" grep -q 'Duplex: Half' /tmp/answer
}

messages() {
	asked ethtool -s "$net_dev" msglvl 0x5 || return 0
	ethtool "$net_dev" >/tmp/answer 2>&1
	check "the message level that was set" grep -q 'message level: 0x00000005' /tmp/answer
	# the kernel's own driver says nothing of it
	if [ "$RIG_DRIVERS" = ours ]; then
		hv "dev net0 fail-done 1"
		net_answers
		check "a frame that the host did not send is not spoken of" fails kernel_says "did not send a frame"
		ethtool -s "$net_dev" msglvl 0xff
		hv "dev net0 fail-done 1"
		net_answers
		check "with the level for that it is" wait_for 5 kernel_says "did not send a frame"
	fi
	asked ethtool -d "$net_dev" || return 0
	# the host's table of 16 queues, 4 bytes each
	is "$(grep -c '^0x00[0-3]0:' /tmp/answer)" 4 "64 bytes of registers"
	asked ethtool -T "$net_dev" || return 0
	check "packets get time stamps by software" grep -q 'software-receive' /tmp/answer
}

fields() {
	for f in tcp4 udp4 tcp6 udp6; do
		asked ethtool -N "$net_dev" rx-flow-hash "$f" sd || return 0
		ethtool -n "$net_dev" rx-flow-hash "$f" >/tmp/answer 2>&1
		check "$f is spread by addresses" fails grep -q 'L4 bytes' /tmp/answer
		ethtool -N "$net_dev" rx-flow-hash "$f" sdfn
		ethtool -n "$net_dev" rx-flow-hash "$f" >/tmp/answer 2>&1
		is "$(grep -c 'L4 bytes' /tmp/answer)" 2 "$f is spread by addresses and ports"
	done
}

table() {
	asked ethtool -x "$net_dev" || return 0
	check "the table has 128 entries" grep -q '^ *120: *[0-9]' /tmp/answer
	key=$(sed -n '/hash key/{n;p;q;}' /tmp/answer | tr -d ' ')
	is "${#key}" 119 "the key has 40 bytes"
	new=$(echo "$key" | sed 's/^..:/5a:/')
	check "another key" ethtool -X "$net_dev" hkey "$new"
	ethtool -x "$net_dev" >/tmp/answer 2>&1
	check "it is in use" grep -qi "$new" /tmp/answer
}
