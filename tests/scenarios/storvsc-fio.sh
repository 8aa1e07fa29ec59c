# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: 8 jobs read, write and verify on a disk with two channels
# drivers: both
# modules-present: hv_storvsc sd_mod
# smp: 2
# needs: fio
# host: -device scsi,disk=ram:128M,subchannels=1,service=100,parallel=8
# timeout: 180

guest() {
	load sd_mod
	load hv_storvsc
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	is "$(cat "/sys/block/${disk##*/}/size")" 262144 "its size is 128 MiB"
	check "8 jobs wrote and verified 64 MiB" fio --name=verify --filename="$disk" \
		--direct=1 --ioengine=io_uring --iodepth=8 --numjobs=8 --size=8M --offset_increment=8M \
		--rw=randwrite --bsrange=4k-256k --verify=crc32c --verify_fatal=1 --do_verify=1 \
		--group_reporting --minimal
	check "8 jobs read and write at once" fio --name=mix --filename="$disk" \
		--direct=1 --ioengine=io_uring --iodepth=8 --numjobs=8 --size=8M --offset=64M --offset_increment=8M \
		--rw=randrw --bs=4k --group_reporting --minimal --time_based --runtime=5
	check "the written pattern is still there" fio --name=verify --filename="$disk" \
		--direct=1 --ioengine=io_uring --iodepth=8 --numjobs=8 --size=8M --offset_increment=8M \
		--rw=randread --bsrange=4k-256k --verify=crc32c --verify_fatal=1 --verify_only \
		--group_reporting --minimal
	hv channels | grep scsi | while read -r l; do diag "$l"; done
	is "$(hv "counters check.")" "" "no rule was broken"
}
