# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: what make demo shows: root file system on a storage disk, a network, the services with their daemons, orderly shutdown
# drivers: ours
# root: storvsc
# modules: hv_netvsc
# daemons: yes
# host: -device net -device kvp -device vss -device fcopy
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
	for m in hv_vmbus hv_utils hv_storvsc hv_netvsc; do
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

	progress "an address by DHCP, a file of 4 MiB over the network"
	network

	progress "data exchange, backup and file copy with their daemons"
	services

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

network() {
	check "the network interface appears" wait_for 20 have_nic 0 || return 0
	net_dev=$(nic 0)
	fact "nic $net_dev"
	net_address=$(net_dhcp "$net_dev")
	like "$net_address" "10.77.0.*" "it gets an address by DHCP" || return 0
	fact "address $net_address"
	sum=$(net_file 4194304)
	is "$sum" "$(hv "net md5 4194304")" "a file of 4 MiB comes over the network unchanged" &&
		fact "fetched $sum"
}

services() {
	for kind in $RIG_DAEMONS; do :; done
	# all three at once: each waits for the host
	for s in kvp vss fcopy; do
		daemon_spawn "$kind" "$s"
	done
	hostname guest
	for s in kvp vss fcopy; do
		check "the daemon of $s agrees with the host" wait_for 20 daemon_agreed "$s"
	done

	wait_for 10 knows_address
	like "$(hv "dev kvp list 2" | tr '\n' ' ')" "*NetworkAddressIPv4=*$net_address*" "the host reads the guest's address by data exchange" &&
		fact "kvp address $net_address, OS name $(hv "dev kvp list 2" | sed -n 's/^OSName=//p')"

	svc vss freeze
	svc_is 0 "the host has the file systems frozen"
	frozen=$SVC_STATUS
	svc vss thaw
	svc_is 0 "and thawed" && [ "$frozen" = 0 ] && fact "vss frozen and thawed"
	check "they can be written to" dd if=/dev/zero of=/data/after bs=64k count=1 conv=fsync

	svc fcopy start letter /run/in/ 3 20000
	for s in 0 6144 12288; do
		svc fcopy write "$s" 6144
	done
	svc fcopy write 18432 1568
	svc fcopy complete
	svc_is 0 "the host copies a file into the guest"
	is "$(wc -c </run/in/letter)" 20000 "all of it has arrived" &&
		fact "fcopy 20000"
}
knows_address() { hv "dev kvp list 2" | grep -q "^NetworkAddressIPv4=.*$net_address"; }

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
	for s in heartbeat shutdown timesync kvp vss fcopy; do
		diag "fact ic $s $(sed -n "s/.* $s: agreed framework \([0-9.]*\) version \([0-9.]*\).*/\2 (framework \1)/p" "$TRACE" | tail -n 1)"
	done
	diag "fact storage $(sed -n 's/.* scsi0: version \([0-9.]*\) agreed.*/\1/p' "$TRACE" | tail -n 1)"
	diag "fact nvsp $(sed -n 's/.* net0: NVSP \([0-9.]*\): agreed.*/\1/p' "$TRACE" | tail -n 1)"
	check "the guest accepted the shutdown" traced 'shutdown: the guest answers 0$'
	check "and went down in an orderly way" guest_said 'rig: orderly poweroff' &&
		diag "fact shutdown orderly"
}
