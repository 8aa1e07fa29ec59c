# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a panic whose UNLOAD the host never answers: the wait is bounded, the machine restarts
# drivers: both
# smp: 2
# exit: 7
# guest-ends: no
# timeout: 200

guest() {
	hv "msg drop UNLOAD_RESPONSE 1"
	diag "panics now"
	sync
	echo c >/proc/sysrq-trigger
	sleep 60
}

after() {
	check "the crash is reported" traced ' crash '
	check "UNLOAD was sent" traced 'msg < UNLOAD'
	check "and the answer got lost" traced 'msg fault: drop UNLOAD_RESPONSE'
	check "the console tells of it" guest_said '(host did not confirm the end|UNLOAD did not complete)'
}
