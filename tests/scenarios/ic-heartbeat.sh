# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every heartbeat is answered with the next number, slow and fast, and while the CPU is busy
# drivers: both
# timeout: 60

guest() {
	check "the host counts answers" wait_for 20 replies_above 0 || return 0
	check "the host asks every 50 ms" hv "dev heartbeat period 50"
	n=$(replies)
	sleep 4
	m=$(replies)
	check "about 80 answers in 4 seconds (got $((m - n)))" test $((m - n)) -ge 50
	# a busy CPU
	(while :; do :; done) &
	busy=$!
	n=$(replies)
	sleep 3
	m=$(replies)
	kill "$busy"
	check "answers go on while the CPU is busy (got $((m - n)))" test $((m - n)) -ge 20
	check "the period is normal again" hv "dev heartbeat period 2000"
	sleep 1
	# shellcheck disable=SC2046 # words of the answer
	set -- $(hv "dev heartbeat status")
	# agreed framework F version V negotiations N refused R requests Q replies P status S
	check "no request is without an answer ($*)" test "${13}" -ge $((${11} - 1))
	is "${15}" 0 "the last status is success"
	is "$(hv "counters check.heartbeat")" "" "every sequence number was right"
}

replies() { hv "dev heartbeat count" | awk '{ print $2 }'; }
replies_above() { [ "$(replies)" -gt "$1" ]; }
