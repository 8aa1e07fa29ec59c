# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every VMBus version that the drivers know: connect, heartbeat, a disk read right, disconnect
# drivers: both
# load: none
# modules-present: hv_vmbus hv_utils hv_storvsc sd_mod
# host: -device scsi,disk=ram:4M
# smp: 2
# timeout: 240

guest() {
	# In-tree drivers of today's kernels begin at 2.4.
	versions="6.0 5.3 5.2 5.1 5.0 4.1 4.0 3.0 2.4"
	[ "$RIG_DRIVERS" = ours ] && versions="$versions 1.1 0.13"
	for v in $versions; do
		one "$v"
	done
}

one() {
	hv "bus max-version $1" || { not_ok "$1: the host takes that version"; return; }
	load hv_vmbus || { not_ok "$1: hv_vmbus loads"; return; }
	want=$1
	# A driver set that does not know the newest version takes the next one.
	[ "$1" = 6.0 ] && [ "$RIG_DRIVERS" = intree ] && want="[56].[03]"
	# shellcheck disable=SC2254 # a pattern is wanted
	case $(hv bus) in
	"connected version "$want*) ok "$1: connected" ;;
	*) not_ok "$1: connected"; diag "$(hv bus)" ;;
	esac
	load hv_utils
	load hv_storvsc
	load sd_mod
	hv "dev heartbeat period 100"
	if check "$1: a disk" wait_for 15 have_disk 0; then
		dd if=/dev/urandom of=/tmp/a bs=64k count=16 2>/dev/null
		dd if=/tmp/a of="$(disk_of 0)" bs=64k 2>/dev/null
		sync
		echo 3 >/proc/sys/vm/drop_caches
		is "$(dd if="$(disk_of 0)" bs=64k count=16 2>/dev/null | md5sum)" "$(md5sum </tmp/a)" "$1: data come back"
	fi
	check "$1: the heart beats" wait_for 10 beats
	check "$1: the drivers unload" unload_all
}

beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 0 ]; }
unload_all() { unload hv_storvsc && unload hv_utils && unload hv_vmbus; }
