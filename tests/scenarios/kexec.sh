# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: kexec into the same kernel: the bus is given up and connected again, data written before are read after
# drivers: both
# kernels: 5.10 6.1 6.12
# modules: hv_storvsc sd_mod
# needs: kexec
# second: yes
# host: -device scsi,disk=ram:16M
# smp: 2
# mem: 1G
# timeout: 120

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	if ! grep -q rig_second /proc/cmdline; then
		cp /bin/busybox /tmp/b
		check "data are written" dd if=/tmp/b of="$disk" bs=64k conv=fsync
		check "the second kernel is loaded" \
			kexec /rig/second/kernel /rig/second/initrd "$(cat /proc/cmdline) rig_second" || return 0
		diag "kexec now"
		exec kexec -e
	fi
	size=$(stat -c %s /bin/busybox)
	is "$(dd if="$disk" bs=64k iflag=direct count=$((size / 65536)) 2>/dev/null | md5sum)" \
		"$(dd if=/bin/busybox bs=64k count=$((size / 65536)) 2>/dev/null | md5sum)" \
		"second kernel: the data of the first one are read"
	check "second kernel: the heart beats" wait_for 20 beats
}

beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 0 ]; }

after() {
	is "$(trace_count 'VERSION_RESPONSE .*supported 1')" 2 "the bus was connected twice"
	check "UNLOAD was sent in between" traced 'msg < UNLOAD'
	check "and answered" traced 'msg > UNLOAD_RESPONSE'
}
