# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every way in which a command can fail is an error or a retry, never success
# drivers: both
# In-tree 6.1 fails four checks (0x09, 0x0a, 0x0e, 0x30 without sense: the read
# succeeds), hence ours only in the matrix; not traced.
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:16M
# timeout: 150

read_one() { dd if="$disk" of=/dev/null bs=4k count=1 skip="$((n % 4096))" iflag=direct 2>/dev/null; }

# transient TEXT WORDS: one failure, which the guest gets over
transient() {
	text=$1
	shift
	n=$((n + 1))
	hv "dev scsi0 fail 1 $*"
	check "$text, once: the read succeeds" read_one
}

# lasting TEXT WORDS: failures without end, which must reach the reader
lasting() {
	text=$1
	shift
	n=$((n + 1))
	hv "dev scsi0 fail 1000 $*"
	if read_one; then
		not_ok "$text, lasting: the read fails"
	else
		ok "$text, lasting: the read fails"
	fi
	hv "dev scsi0 fail 0 0"
}

guest() {
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	n=0
	for srb in 0x02 0x04 0x06 0x09 0x0a 0x0e 0x30; do
		transient "srb status $srb" "$srb"
		lasting "srb status $srb" "$srb"
	done
	transient "queue frozen with an error" 0x44
	transient "busy" 0x04 0x08
	transient "unit attention 29/00 (reset)" 0x84 2 6 0x29 0
	transient "unit attention 2a/09 (capacity)" 0x84 2 6 0x2a 9
	transient "unit attention 3f/01 (microcode)" 0x84 2 6 0x3f 1
	transient "unit attention 3f/0e (units)" 0x84 2 6 0x3f 0xe
	transient "aborted command 4b/00" 0x84 2 0xb 0x4b 0
	lasting "medium error 11/00" 0x84 2 3 0x11 0
	lasting "illegal request 21/00" 0x84 2 5 0x21 0
	lasting "hardware error 44/00" 0x84 2 4 0x44 0
	check "the disk is still there" have_disk 0
	is "$(cat "/sys/block/${disk##*/}/device/state")" running "and running"
	check "and can be read as a whole" dd if="$disk" of=/dev/null bs=1M iflag=direct
}
