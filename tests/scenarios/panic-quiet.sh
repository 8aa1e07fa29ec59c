# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: with hyperv_record_panic_msg off a panic is reported by registers, without the text of the log
# drivers: both
# exit: 7
# guest-ends: no
# timeout: 60

guest() {
	echo 0 >/proc/sys/kernel/hyperv_record_panic_msg
	is "$(cat /proc/sys/kernel/hyperv_record_panic_msg)" 0 "panic text is switched off"
	echo c >/proc/sysrq-trigger
	sleep 60
}

after() {
	check "the crash is reported" traced ' crash '
	if traced 'crash text '; then
		not_ok "without the text of the panic"
	else
		ok "without the text of the panic"
	fi
}
