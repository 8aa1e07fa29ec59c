# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: kexec while another CPU sends as much as goes: nothing reaches the host's channels behind the end of the connection
# drivers: both
# kernels: 6.1
# modules: hv_netvsc hv_storvsc sd_mod
# needs: kexec nettest
# second: yes
# host: -device net -device scsi,disk=ram:16M
# smp: 2
# mem: 1G
# timeout: 120

guest() {
	check_here "the interface is up" net_up 0 || return 0
	check "the host answers" wait_for 5 net_answers
	if ! grep -q rig_second /proc/cmdline; then
		check "a disk" wait_for 20 have_disk 0 || return 0
		disk=$(disk_of 0)
		check "the second kernel is loaded" \
			kexec /rig/second/kernel /rig/second/initrd "$(cat /proc/cmdline) rig_second" || return 0
		nettest udp 10.77.0.1 9 60 64 >/dev/null 2>&1 &
		(while :; do dd if="$disk" of=/dev/null bs=4k iflag=direct 2>/dev/null; done) &
		sleep 1
		diag "kexec now"
		exec kexec -e
	fi
}

after() {
	is "$(trace_count 'VERSION_RESPONSE .*supported 1')" 2 "the bus was connected twice"
	at_least "$(trace_count 'UNLOAD')" 1 "UNLOAD was sent in between"
}
