# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: an NMI from the host makes the guest panic, and the panic is reported
# drivers: both
# append: unknown_nmi_panic
# smp: 2
# exit: 7
# guest-ends: no
# timeout: 60

guest() {
	diag "waits for the NMI"
	sleep 60
}

host() {
	check "the guest waits" wait_for 40 guest_reached "waits for the NMI"
	check "the host sends an NMI" hv nmi
}

after() {
	check "the crash is reported" traced ' crash '
	check "with its text" traced 'crash text .*NMI'
}
