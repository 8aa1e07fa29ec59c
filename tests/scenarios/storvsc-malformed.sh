# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: answers that are repeated, misdirected, cut or missing do no harm
# drivers: ours
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:16M
# timeout: 100

# The in-tree driver waits for ever for an answer that was lost.

read_some() { dd if="$disk" of=/dev/null bs=4k count="${1:-8}" iflag=direct 2>/dev/null; }

at_rest() {
	before=$(hv "dev scsi0 stats")
	sleep 1
	[ "$(hv "dev scsi0 stats")" = "$before" ]
}

reader_gone() { [ -e /tmp/reader.done ]; }

guest() {
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	shost=$(ls -d /sys/class/scsi_host/host*)

	for f in dup wrong-id zero-id; do
		hv "fault scsi0 $f 4"
		check "answers that come twice ($f): reading goes on" read_some
	done
	# Packets out of thin air: unknown ids, id 0, shorter than a header.
	for id in 0x1 0x7fff 0xffffffff 0xffffffffffffffff 0x100000001 0; do
		hv "packet scsi0 11 $id 0100000000000000000000000000000000000000000000000000000000000000"
		hv "packet scsi0 11 $id 01000000"
		hv "packet scsi0 11 $id -"
		hv "packet scsi0 6 $id 0b000000000000000000000000000000"
		hv "packet scsi0 6 $id 02000000000000000000000000000000"
		hv "packet scsi0 6 $id ff000000000000000000000000000000"
		hv "packet scsi0 7 $id 0100000000000000"
	done
	check "invented packets: reading goes on" read_some
	for f in short empty; do
		hv "fault scsi0 $f 1"
		read_some 1
		check "an answer that is $f: reading goes on" read_some
	done
	check "the disk is still there" have_disk 0

	# The invented packets made the guest look for units: let it finish.
	check "the guest comes to rest" wait_for 30 at_rest
	hv "fault scsi0 drop 1"
	{
		read_some 1
		touch /tmp/reader.done
	} &
	sleep 1
	if reader_gone; then
		not_ok "an answer lost: the command waits"
	else
		ok "an answer lost: the command waits"
		check "others are served meanwhile" read_some
		echo adapter >"$shost/host_reset"
		check "a reset of the controller brings it to an end" wait_for 50 reader_gone
		check "and reading goes on" read_some
	fi
	check "the disk can be read as a whole" dd if="$disk" of=/dev/null bs=1M iflag=direct
}
