# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a host that keeps the rings with a command in them: the command ends, its memory is leaked
# drivers: ours
# modules: sd_mod
# modules-present: hv_storvsc
# host: -device scsi,disk=ram:16M
# timeout: 150
# violations: expected

# The in-tree driver gives such memory to others.

reader_gone() { [ -e /tmp/reader.done ]; }

guest() {
	load hv_storvsc
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	hv "dev scsi0 hold"
	{
		dd if="$disk" of=/dev/null bs=4k count=1 iflag=direct 2>/dev/null
		echo "$?" >/tmp/reader.result
		touch /tmp/reader.done
	} &
	sleep 1
	hv "msg drop GPADL_TORNDOWN 1"
	shost=$(ls -d /sys/class/scsi_host/host*)
	echo adapter >"$shost/host_reset" 2>/dev/null
	check "a host that keeps a command: it ends" wait_for 120 reader_gone
	is "$(cat /tmp/reader.result)" 1 "and fails"
	check "the log tells what was leaked" kernel_says "the host keeps 1 commands: leaking the memory of 1"
	hv "dev scsi0 release"
	hv "msg clear"
	check "the module goes" unload hv_storvsc
	load hv_storvsc
	check "the disk appears again" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	check "and can be read" dd if="$disk" of=/dev/null bs=4k count=64 iflag=direct
}
