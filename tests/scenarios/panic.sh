# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a panic is reported to the host with its text; UNLOAD is sent and answered before the machine restarts
# drivers: both
# smp: 2
# exit: 7
# guest-ends: no
# timeout: 60

guest() {
	diag "panics now"
	is "$(cat /proc/sys/kernel/hyperv_record_panic_msg)" 1 "panic text is recorded by default"
	sync
	echo c >/proc/sysrq-trigger
	sleep 60
}

after() {
	check "the crash is reported" traced ' crash '
	check "with the text of the panic" traced 'crash text .*sysrq'
	check "UNLOAD was sent" traced 'msg < UNLOAD'
	check "and answered" traced 'msg > UNLOAD_RESPONSE'
}
