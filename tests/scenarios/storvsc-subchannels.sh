# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: subchannels carry I/O, and lose it to the others when they are taken away
# drivers: both
# modules-present: hv_storvsc sd_mod
# smp: 4
# needs: fio
# host: -device scsi,disk=ram:64M,subchannels=3,service=200,parallel=8
# timeout: 180

open_channels() {
	want=$1
	set -- "$dev"/channels/*
	[ $# = "$want" ]
}

# load_all RW SECONDS: on four CPUs; fails if anything cannot be read or written
load_all() {
	if fio --name=try --filename="$disk" --ioengine=io_uring --rw=read --bs=4k --size=4k >/dev/null 2>&1; then
		fio --name=all --filename="$disk" --direct=1 --ioengine=io_uring --iodepth=8 --numjobs=4 \
			--size=16M --offset_increment=16M --rw="$1" --bs=4k --minimal --group_reporting \
			--time_based --runtime="$2" --cpus_allowed=0-3 --cpus_allowed_policy=split
	else
		# Before 5.1 there is no io_uring, and on the oldest ones this program does not start.
		load_dd "$1" "$2"
	fi
}

load_dd() {
	rm -f /tmp/dd.*
	until=$(($(rig_uptime_ds) + $2 * 10))
	for cpu in 0 1 2 3; do
		load_dd_on "$1" "$cpu" "$until" &
	done
	for cpu in 0 1 2 3; do
		wait_for $(($2 + 40)) test -s "/tmp/dd.$cpu" || return 1
	done
	! grep -q 1 /tmp/dd.*
}

load_dd_on() {
	load_rc=0
	while [ "$(rig_uptime_ds)" -lt "$3" ]; do
		taskset $((1 << $2)) dd if="$disk" of=/dev/null bs=4k skip=$(($2 * 4096)) count=200 iflag=direct || load_rc=1
		[ "$1" = randread ] ||
			taskset $((1 << $2)) dd if=/dev/zero of="$disk" bs=4k seek=$(($2 * 4096)) count=50 oflag=direct || load_rc=1
	done 2>/dev/null
	echo "$load_rc" >"/tmp/dd.$2"
}

guest() {
	load sd_mod
	load hv_storvsc
	check "the disk appears" wait_for 30 have_disk 0 || return 0
	disk=$(disk_of 0)
	dev=$(vmbus_device ba6163d9-04a1-4d29-b605-72e2ffb1dc7f)
	check "four channels are there" wait_for 20 open_channels 4
	check "I/O on all CPUs" load_all randread 4
	for c in "$dev"/channels/*; do
		diag "channel ${c##*/}: cpu $(cat "$c/cpu"), $(cat "$c/interrupts") interrupts"
	done
	used=$(for c in "$dev"/channels/*; do cat "$c/interrupts"; done | awk '$1 > 10' | wc -l)
	is "$used" 4 "all four carried answers"
	if [ "$RIG_DRIVERS" = intree ]; then
		skip "subchannels are taken away under I/O" "the in-tree driver does not survive it"
		return 0
	fi
	load_all randrw 12 >/tmp/fio.out 2>&1 &
	fio=$!
	sleep 3
	check "one subchannel is taken away" hv "rescind scsi0:2"
	sleep 2
	check "another one, too" hv "rescind scsi0:1"
	wait "$fio"
	is "$?" 0 "I/O goes on without an error"
	check "two channels are left" wait_for 10 open_channels 2
	check "the disk can be read" dd if="$disk" of=/dev/null bs=1M iflag=direct
}
