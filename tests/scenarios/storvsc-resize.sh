# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a disk grows and shrinks while it is in use
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:32M
# timeout: 60

size_is() { [ "$(cat "/sys/block/${disk##*/}/size")" = "$1" ]; }

# The next command learns of it.
touch_disk() { dd if="$disk" of=/dev/null bs=4k count=1 iflag=direct; }

guest() {
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	check "its size is 32 MiB" size_is 65536
	for mib in 64 96 48; do
		check "the host makes it $mib MiB" hv "dev scsi0 resize 0 ${mib}M"
		check "the command that learns of it succeeds" touch_disk
		check "the guest sees $mib MiB" wait_for 20 size_is $((mib * 2048))
	done
	check "the last MiB can be written" dd if=/dev/urandom of="$disk" bs=1M count=1 seek=47 conv=fsync,notrunc
}
