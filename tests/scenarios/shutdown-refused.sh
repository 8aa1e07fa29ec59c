# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: hibernation without firmware support and unknown requests are refused with 0x80004005, the guest stays
# drivers: both
# timeout: 60

guest() {
	check "the service is ready" wait_for 20 agreed || return 0
	for r in hibernate "hibernate force" "flags 6" "flags 8" "flags 4294967295"; do
		n=$(hv "counters shutdown.refused" | awk '{ print $2 }')
		check "the host sends: $r" hv "dev shutdown $r"
		wait_for 5 refused_above "${n:-0}"
		check "$r: refused" refused_above "${n:-0}"
		like "$(hv "dev shutdown status")" "* status 0x80004005" "$r: the status is 0x80004005"
	done
	sleep 2
	is "$(hv "counters shutdown.accepted")" "" "nothing was accepted"
	check "the service answers after it" hv "dev shutdown renegotiate"
	check "and agrees again" wait_for 10 agreed
}

agreed() { hv "dev shutdown status" | grep -q "^agreed"; }
refused_above() { [ "$(hv "counters shutdown.refused" | awk '{ print $2 }')" -gt "$1" ]; }
