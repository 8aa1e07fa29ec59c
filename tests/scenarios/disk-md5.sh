# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a disk's content arrives unchanged, and what is written comes back
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=file:$JOBTMP/disk.img
# timeout: 90

prepare() {
	dd if=/dev/urandom of="$JOBTMP/disk.img" bs=1M count=32 2>/dev/null
	md5sum <"$JOBTMP/disk.img" | cut -d' ' -f1 >disk.md5
}

guest() {
	check "the disk appears" wait_for 15 have_disk 0 || return 0
	disk=$(disk_of 0)
	is "$(cat "/sys/block/${disk##*/}/size")" 65536 "its size is 32 MiB"
	diag "md5 of the disk: $(md5sum <"$disk" | cut -d' ' -f1)"

	# Write the second half, read it back past the page cache.
	dd if=/dev/urandom of=/tmp/new bs=1M count=16 2>/dev/null
	check "16 MiB are written" dd if=/tmp/new of="$disk" bs=1M seek=16 conv=fsync
	echo 3 >/proc/sys/vm/drop_caches
	is "$(dd if="$disk" bs=1M skip=16 count=16 2>/dev/null | md5sum)" "$(md5sum </tmp/new)" \
		"what was written is read back"
	diag "md5 of the new half: $(md5sum </tmp/new | cut -d' ' -f1)"
}

after() {
	check "the whole disk was read unchanged" \
		guest_reached "md5 of the disk: $(cat disk.md5)"
	check "the host's file has what the guest wrote" \
		guest_reached "md5 of the new half: $(dd if="$JOBTMP/disk.img" bs=1M skip=16 count=16 2>/dev/null | md5sum | cut -d' ' -f1)"
}
