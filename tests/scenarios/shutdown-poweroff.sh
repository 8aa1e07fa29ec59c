# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the host asks for power off, twice in a row: one orderly power off, answered before
# drivers: both
# guest-ends: no
# timeout: 60

guest() {
	check "the service is ready" wait_for 20 agreed || return 0
	rig_kernel_log
	check "the host asks" hv "dev shutdown poweroff"
	hv "dev shutdown poweroff" 2>/dev/null
	sleep 30
	not_ok "the guest goes down"
}

agreed() { hv "dev shutdown status" | grep -q "^agreed"; }

after() {
	check "the guest accepted" traced 'shutdown: the guest answers 0$'
	check "it ended in an orderly way" guest_said 'rig: orderly poweroff'
	check "it answered first" answered_first
}

# The answer is in the trace before the channel was closed or the machine went down.
answered_first() {
	awk '/shutdown: the guest answers 0/ { a = NR } /power.off|UNLOAD/ { if (!p) p = NR } END { exit !(a && (!p || a < p)) }' "$TRACE"
}
