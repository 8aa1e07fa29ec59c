# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: what make demo shows: root file system on a storage disk, a file's md5, heartbeats, clock, orderly shutdown
# drivers: ours
# root: storvsc
# guest-ends: no
# timeout: 120

# "progress" lines are shown while it runs, "fact" lines fill the table of make demo.
progress() { diag "progress $*"; }
fact() { diag "fact $*"; }

guest() {
	progress "Linux $(uname -r) runs from $(root_device), a disk of hv_storvsc"
	fact "kernel $(uname -r)"
	like "$(root_device)" "/dev/sd*" "the root file system is on the storage disk"
	fact "root $(root_device) ($(awk '$2 == "/" && $1 != "rootfs" { print $3 }' /proc/mounts), $(($(cat /sys/block/sda/size) / 2048)) MiB)"
	for m in hv_vmbus hv_utils hv_storvsc; do
		v=$(cat "/sys/module/$m/version" 2>/dev/null)
		fact "module $m ${v:--}"
		case $RIG_DRIVERS in
		ours) like "$(cat "/sys/module/$m/taint")" "*O*" "$m is the module built here" ;;
		*) is "$(cat "/sys/module/$m/taint")" "" "$m is the kernel's own module" ;;
		esac
	done
	for d in /sys/bus/vmbus/devices/*; do
		fact "bound $(cat "$d/class_id") $(basename "$(readlink -f "$d/driver")")"
	done
	check "every device has a driver" all_bound &&
		fact "devices $(for d in /sys/bus/vmbus/devices/*; do echo "$d"; done | wc -l)"
	fact "vmbus $(hv bus | awk '{ print $3 }')"

	progress "reading a file of 8 MiB from the disk"
	echo 3 >/proc/sys/vm/drop_caches
	sum=$(md5sum </data/blob | cut -d' ' -f1)
	is "$sum" "$(cut -d' ' -f1 /data/blob.md5)" "the file is read unchanged" &&
		fact "md5 $sum"
	dd if=/data/blob of=/data/copy bs=256k conv=fsync 2>/dev/null
	echo 3 >/proc/sys/vm/drop_caches
	check "its copy on the disk is the same" cmp /data/blob /data/copy &&
		fact "copied 8 MiB"

	progress "the host's clock jumps a day ahead; the guest follows"
	check "time sync is agreed" wait_for 20 agreed timesync
	t=$(date -u '+%Y-%m-%d %H:%M:%S')
	hv "settime +86400"
	hv "dev timesync sync"
	check "the clock is set from the host" wait_for 10 right &&
		fact "clock set from the host: $t -> $(date -u '+%Y-%m-%d %H:%M:%S')"

	progress "counting heartbeats, five a second"
	check "heartbeat is agreed" wait_for 20 agreed heartbeat
	hv "dev heartbeat period 200"
	check "ten heartbeats are answered" wait_for 20 beats 10
	is "$(hv "counters check.heartbeat")" "" "every one with the right number"
	fact "heartbeats $(beat_count)"

	rig_kernel_log
	progress "the host requests a shutdown"
	check "shutdown is agreed" wait_for 20 agreed shutdown
	check "the host requests a shutdown" hv "dev shutdown poweroff"
	sleep 30
	not_ok "the guest shuts down when asked"
}

all_bound() {
	for d in /sys/bus/vmbus/devices/*; do
		[ -e "$d/driver" ] || return 1
	done
}
root_device() {
	rig_r=$(awk '$2 == "/" && $1 != "rootfs" { print $1 }' /proc/mounts)
	[ "$rig_r" = /dev/root ] && rig_r=/dev/sda
	echo "$rig_r"
}
agreed() { hv "dev $1 status" | grep -q "^agreed"; }
host_seconds() {
	rig_host=$(hv time)
	echo "${rig_host%.*}"
}
right() {
	rig_d=$(($(host_seconds) - $(date +%s)))
	[ "${rig_d#-}" -le 1 ]
}
beat_count() { hv "dev heartbeat count" | awk '{ print $2 }'; }
beats() { [ "$(beat_count)" -ge "$1" ]; }

after() {
	for s in heartbeat shutdown timesync; do
		diag "fact ic $s $(sed -n "s/.* $s: agreed framework \([0-9.]*\) version \([0-9.]*\).*/\2 (framework \1)/p" "$TRACE" | tail -n 1)"
	done
	diag "fact storage $(sed -n 's/.* scsi0: version \([0-9.]*\) agreed.*/\1/p' "$TRACE" | tail -n 1)"
	check "the guest accepted the shutdown" traced 'shutdown: the guest answers 0$'
	check "and went down in an orderly way" guest_said 'rig: orderly poweroff' &&
		diag "fact shutdown orderly"
}
