# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every kind of damaged packet that the host knows: the guest lives and traffic flows
# drivers: ours
# modules: hv_netvsc
# needs: nettest
# violations: expected
# host: -device net,rsc=1
# timeout: 120

# The host counts it as a broken rule when a driver completes a packet that was
# so damaged that dropping it is as good.  The in-tree driver walks for ever
# through information of size 0.

# cat: where poll() of sysfs never says that there is something to read, as in 2.6.18, the shell's read waits for it
received() { cat "/sys/class/net/$net_dev/statistics/rx_packets"; }

# more packets than one damaged one can make
more_came() { [ "$(received)" -gt "$((last + 5))" ]; }

# not one that ended and waits for its parent to look
alive() { kill -0 "$1" 2>/dev/null && ! grep -q '^State:.*Z' "/proc/$1/status"; }

guest() {
	net_dev=
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	hv "dev net0 inject list" >/tmp/cases
	check "there are 40 cases and more" test "$(wc -l </tmp/cases)" -ge 40
	nettest rr 10.77.0.1 7 600 >/tmp/tcp.out 2>&1 &
	tcp=$!
	check "a stream runs beside" alive "$tcp"
	while read -r c; do
		hv "dev net0 inject $c 3" || not_ok "$c is sent"
		# a host that says the device is halted, or the link is down, may be believed
		carrier "$net_dev" || hv "dev net0 link up"
		last=$(received)
		if wait_for 10 more_came; then
			ok "$c: packets go there and back"
		else
			not_ok "$c: packets go there and back"
			break
		fi
	done </tmp/cases
	check "the stream was not broken" alive "$tcp"
	kill "$tcp"
	wait "$tcp"
	is "$(net_file 1000000)" "$(hv "net md5 1000000")" "a file arrives as it is"
	lines=$(dmesg | wc -l)
	for round in 1 2; do
		diag "flood $round"
		while read -r c; do hv "dev net0 inject $c 50"; done </tmp/cases
	done
	check "a flood of them: packets go there and back" wait_for 20 net_answers
	check "and the log was not flooded" test "$(($(dmesg | wc -l) - lines))" -lt 300
	is "$(net_file 1000000)" "$(hv "net md5 1000000")" "and a file arrives as it is"
}
