# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the root file system is on a storage disk, is read right and takes writes
# drivers: both
# root: storvsc
# timeout: 90

guest() {
	like "$(awk '$2 == "/" && $3 ~ /^ext[34]$/ { print $1 }' /proc/mounts)" "/dev/*" "the root file system is on a disk"
	echo 3 >/proc/sys/vm/drop_caches
	cd /data || return 1
	check "an 8 MiB file has the right checksum" md5sum -c blob.md5
	check "a file is written" dd if=/data/blob of=/data/copy bs=256k conv=fsync
	echo 3 >/proc/sys/vm/drop_caches
	check "and read back the same" cmp /data/blob /data/copy
	check "remounted read-only" mount -o remount,ro /
}
