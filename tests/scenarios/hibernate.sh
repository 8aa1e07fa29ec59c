# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: hibernation up to the core test, then an image written to a storvsc disk and restored from it
# drivers: both
# modules: hv_storvsc sd_mod
# host: -s4 -device scsi,disk=ram:4M,disk=ram:512M
# smp: 2
# mem: 256M
# timeout: 200

guest() {
	check "the disks" wait_for 20 have_disk 1 || return 0
	disk=$(disk_of 0)
	swap=$(disk_of 1)
	dd if=/dev/urandom of="$disk" bs=64k count=64 oflag=direct 2>/dev/null
	sum=$(disk_sum)
	is "$(cat /sys/bus/vmbus/hibernation)" 1 "the bus says that the machine can hibernate"
	version=$(bus_version)

	echo core >/sys/power/pm_test
	echo shutdown >/sys/power/disk
	check "everything stops and starts again" hibernate
	echo none >/sys/power/pm_test
	works "after the test"

	check "the swap area" mkswap "$swap"
	check "swap is on" swapon "$swap"
	# Names the place of the image; there is none yet.
	cat "/sys/block/${swap##*/}/dev" >/sys/power/resume
	echo test_resume >/sys/power/disk
	if hibernate 2>/tmp/err; then
		ok "the image is written and restored"
	elif grep -q busy /tmp/err; then
		# Between 5.11 and 6.4 the kernel wants its swap area for itself there.
		skip "the image is written and restored" "this kernel cannot restore from swap that is in use"
	else
		not_ok "the image is written and restored"
		diag "$(cat /tmp/err)"
	fi
	works "after the restore"
	is "$(cat /sys/devices/system/cpu/online)" 0-1 "both CPUs are there"
}

works() {
	is "$(bus_version)" "$version" "$1: the version of the bus is the same"
	check "$1: the disk reads as before" same_disk
	check "$1: the heart beats" wait_for 15 beats_on
	for chan in /sys/bus/vmbus/devices/*/channels/*; do
		[ -e "$chan/cpu" ] || continue
		relid=$(cat "${chan%/channels/*}/id")
		is "${chan##*/}" "$relid" "$1: channel $relid is shown by its number"
	done
}

hibernate() { echo disk >/sys/power/state; }
bus_version() { hv bus | awk '{ print $1, $2, $3 }'; }
disk_sum() { dd if="$disk" bs=64k iflag=direct 2>/dev/null | md5sum; }
same_disk() { [ "$(disk_sum)" = "$sum" ]; }
replies() { hv "dev heartbeat status" | awk '{ print $13 }'; }
beats_on() {
	before=$(replies)
	sleep 3
	[ "$(replies)" -gt "$before" ]
}

after() {
	at_least "$(trace_count '< UNLOAD')" 2 "the connection ended for each image"
}
