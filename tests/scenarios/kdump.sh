# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a panic starts the crash kernel: the bus is connected anew, the disk and the memory image can be read
# drivers: both
# kernels: 5.10 6.1 6.12
# modules: hv_storvsc sd_mod
# needs: kexec
# second: yes
# append: crashkernel=256M
# host: -device scsi,disk=ram:16M
# smp: 2
# mem: 1G
# timeout: 150

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	if ! grep -q rig_second /proc/cmdline; then
		cp /bin/busybox /tmp/b
		check "data are written" dd if=/tmp/b of="$disk" bs=64k conv=fsync
		# Interrupts of a disk at work must not confuse the crash path.
		(while :; do dd if="$disk" of=/dev/null bs=64k iflag=direct 2>/dev/null; done) &
		check "the crash kernel is loaded" kexec -p /rig/second/kernel /rig/second/initrd \
			"console=ttyS0 quiet panic=1 mitigations=off pci=noearly nr_cpus=1 reset_devices rig_second" || return 0
		diag "panics now"
		echo c >/proc/sysrq-trigger
		sleep 60
	fi
	size=$(stat -c %s /bin/busybox)
	is "$(dd if="$disk" bs=64k iflag=direct count=$((size / 65536)) 2>/dev/null | md5sum)" \
		"$(dd if=/bin/busybox bs=64k count=$((size / 65536)) 2>/dev/null | md5sum)" \
		"crash kernel: the data are read"
	check "crash kernel: the image of the first kernel is there" test -s /proc/vmcore
	check "crash kernel: it can be read" dd if=/proc/vmcore of=/dev/null bs=64k count=16
	check "crash kernel: the heart beats" wait_for 20 beats
}

beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 0 ]; }

after() {
	check "the crash was reported" traced ' crash '
	check "UNLOAD was sent in between" traced 'UNLOAD'
	is "$(trace_count 'VERSION_RESPONSE .*supported 1')" 2 "the bus was connected twice"
}
