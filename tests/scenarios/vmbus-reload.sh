# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: hv_vmbus and all drivers are unloaded and loaded 20 times; the host holds nothing of them in between
# drivers: both
# load: none
# modules-present: hv_vmbus hv_utils hv_storvsc sd_mod
# host: -device scsi,disk=ram:4M
# smp: 2
# timeout: 300

guest() {
	good=0
	clean=0
	i=0
	while [ "$i" -lt 20 ]; do
		i=$((i + 1))
		load hv_vmbus || { diag "round $i: hv_vmbus does not load"; continue; }
		load hv_utils || diag "round $i: hv_utils does not load"
		load hv_storvsc || diag "round $i: hv_storvsc does not load"
		load sd_mod
		if wait_for 15 have_disk 0 && dd if="$(disk_of 0)" of=/dev/null bs=64k count=8 iflag=direct 2>/dev/null; then
			good=$((good + 1))
		else
			diag "round $i: no disk"
		fi
		unload_all || diag "round $i: does not unload"
		case $(hv bus) in
		disconnected*"gpadls 0 "*) clean=$((clean + 1)) ;;
		*) diag "round $i: $(hv bus)" ;;
		esac
		# A slow guest would pass for a silent one.
		[ $((i % 5)) -ne 0 ] || diag "$i rounds"
	done
	is "$good" 20 "20 of 20 times the disk came up and could be read"
	is "$clean" 20 "20 of 20 times nothing was left at the host"
}

unload_all() { unload hv_storvsc && unload hv_utils && unload hv_vmbus; }
