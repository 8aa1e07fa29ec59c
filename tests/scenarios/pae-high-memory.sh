# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: memory above 4 GiB: disk data pass through pages beyond what 32 bits can address
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:64M
# mem: 5G
# timeout: 150

guest() {
	check "a disk" wait_for 30 have_disk 0 || return 0
	disk=$(disk_of 0)
	mb=$(($(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo) / 1024))
	if [ "$mb" -gt 4400 ]; then ok "the guest has more than 4 GiB: $mb MiB"; else not_ok "the guest has more than 4 GiB: $mb MiB"; fi
	dd if=/dev/urandom of=/tmp/a bs=1M count=48 2>/dev/null
	dd if=/tmp/a of="$disk" bs=1M conv=fsync 2>/dev/null
	echo 3 >/proc/sys/vm/drop_caches
	is "$(dd if="$disk" bs=1M count=48 2>/dev/null | md5sum)" "$(md5sum </tmp/a)" "what was written is read"
	is "$(dd if="$disk" bs=1M count=48 iflag=direct 2>/dev/null | md5sum)" "$(md5sum </tmp/a)" "directly, too"
	# The page cache comes from the top of memory; without this nothing would be proven.
	n=$(hv counters gpa.above_4g | awk '{ print $2 }')
	if [ "${n:-0}" -ge 100 ]; then ok "pages above 4 GiB carried disk data: $n"; else not_ok "pages above 4 GiB carried disk data: ${n:-0}"; fi
}
