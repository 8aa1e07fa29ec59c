# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: rings damaged under I/O: the controller gets new ones, nothing hangs
# drivers: ours
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:16M
# timeout: 100
# violations: expected

# The in-tree driver waits for ever for answers that are lost with a ring.
# Rings that are given up look unclean to the host.

read_some() { dd if="$disk" of=/dev/null bs=4k count=64 iflag=direct 2>/dev/null; }
mended() { [ "$(dmesg | grep -c 'opening the channels anew')" -gt "$before" ]; }
reader_gone() { [ -e /tmp/reader.done ]; }
reader() {
	rm -f /tmp/reader.done
	{
		read_some
		echo "$?" >/tmp/reader.result
		touch /tmp/reader.done
	} &
}

# damage WHAT COMMAND: while a command is with the host, and what was out comes to its end
damage() {
	before=$(dmesg | grep -c 'opening the channels anew')
	hv "dev scsi0 hold"
	reader
	sleep 1
	hv "$2"
	hv "signal scsi0"
	hv "dev scsi0 release"
	# something new to send meets a damaged ring, too
	read_some &
	check "$1: new rings" wait_for 30 mended || return 0
	check "$1: what was out ends" wait_for 30 reader_gone
	is "$(cat /tmp/reader.result)" 0 "$1: and ends well"
	check "$1: reading goes on" read_some
}

guest() {
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	damage "a read index beyond the ring" "index scsi0 read 0x7ffffff0"
	damage "a write index beyond the ring" "index scsi0 write 0x7ffffff0"
	damage "bytes that are no packet" "rawring scsi0 ffffffffffffffff"
	check "discarded bytes are told of" kernel_says "packets that make no sense are discarded"
}
