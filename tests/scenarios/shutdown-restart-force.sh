# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the host asks for a forced restart
# drivers: both
# guest-ends: no
# exit: 7
# timeout: 60

guest() {
	check "the service is ready" wait_for 20 agreed || return 0
	rig_kernel_log
	check "the host asks" hv "dev shutdown reboot force"
	sleep 30
	not_ok "the guest goes down"
}

agreed() { hv "dev shutdown status" | grep -q "^agreed"; }

after() {
	check "the guest accepted" traced 'shutdown: the guest answers 0$'
	check "it restarted in an orderly way" guest_said 'rig: orderly reboot'
}
