# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the guest's part of a scenario may use.  Runs in busybox sh, as root.
#
# Results go as TAP lines over the second serial port to the host, which also
# answers commands there.  Functions whose names begin with rig_ are the rig's own.

exec 5<>/dev/ttyS1
stty -F /dev/ttyS1 raw -echo 2>/dev/null

# hv COMMAND...: give the stand-in host a command, print the lines of its answer.  Fails, with the host's sentence on standard error, when it refuses.
# The whole answer is read before any of it is printed: a reader that leaves
# early ("| grep -q") ends this function, and the rest of the answer would be
# taken for that of the next command.  One caller at a time: there is one line.
# hv_limit: seconds that it may take, by the guest's clock
hv_limit=60
hv() {
	rig_answer=
	echo "$*" >&5
	# shellcheck disable=SC3045 # busybox has it
	while IFS= read -r -t "$hv_limit" rig_line <&5; do
		case $rig_line in
		ok)
			printf '%s' "$rig_answer"
			return 0
			;;
		error*)
			printf '%s' "$rig_answer"
			echo "$rig_line" >&2
			return 1
			;;
		*)
			rig_answer="$rig_answer$rig_line
"
			;;
		esac
	done
	echo "no answer from the host to: $*" >&2
	return 1
}

# ok TEXT, not_ok TEXT: a result.  diag TEXT: a remark beside the results.
# These lines get no answer.
ok() { echo "tap ok - $*" >&5; }
not_ok() { echo "tap not ok - $*" >&5; }
diag() { echo "tap # $*" >&5; }

# skip TEXT REASON: a result that could not be had here, and why
skip() { echo "tap ok - $1 # SKIP $2" >&5; }

# is GOT WANT TEXT: equal strings
is() {
	if [ "$1" = "$2" ]; then
		ok "$3"
	else
		not_ok "$3"
		diag "got '$1', want '$2'"
		return 1
	fi
}

# like GOT PATTERN TEXT: GOT fits a shell pattern
like() {
	# shellcheck disable=SC2254 # a pattern is wanted
	case $1 in
	$2) ok "$3" ;;
	*)
		not_ok "$3"
		diag "got '$1', want something like '$2'"
		return 1
		;;
	esac
}

# check TEXT COMMAND...: a result from the exit code of a command
check() {
	rig_text=$1
	shift
	if rig_out=$("$@" 2>&1); then
		ok "$rig_text"
	else
		not_ok "$rig_text"
		printf '%s\n' "$rig_out" | tail -n 5 | while IFS= read -r rig_l; do
			diag "$rig_l"
		done
		return 1
	fi
}

# wait_for SECONDS COMMAND...: until the command succeeds; fails when it never does.
wait_for() {
	rig_until=$(($(rig_uptime_ds) + $1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(rig_uptime_ds)" -lt "$rig_until" ] || return 1
		usleep 50000
	done
}

rig_uptime_ds() {
	read -r rig_up _ </proc/uptime
	rig_frac=${rig_up#*.}
	echo "${rig_up%.*}${rig_frac%?}"
}

# load MODULE [PARAMETER...], with what it depends on
load() {
	rig_mod=$1
	shift
	while read -r rig_f; do
		rig_n=$(echo "${rig_f%.ko}" | tr - _)
		[ -d "/sys/module/$rig_n" ] && continue
		if [ "$rig_n" = "$(echo "$rig_mod" | tr - _)" ]; then
			insmod "/rig/modules/$rig_f" "$@" || return 1
		else
			insmod "/rig/modules/$rig_f" || return 1
		fi
	done <"/rig/order/$(echo "$rig_mod" | tr - _)"
}

# unload MODULE: once nobody uses it; a disk that the kernel still looks at, or a target that it still
# scans for, holds hv_storvsc for some moments after the disk is there
unload() {
	wait_for 10 unused "$1" || diag "$1 stays in use"
	rmmod "$1"
}
unused() { [ "$(cat "/sys/module/$1/refcnt")" = 0 ]; }

# disk_of LUN: /dev/sdX of a LUN of the first storage controller
disk_of() {
	for rig_d in /sys/block/sd*; do
		case $(readlink "$rig_d/device") in
		*:0:0:"$1") echo "/dev/${rig_d##*/}"; return 0 ;;
		esac
	done
	return 1
}

have_disk() { [ -b "$(disk_of "$1")" ]; }

# vmbus_device CLASS_ID: directories below /sys/bus/vmbus/devices of a device class
vmbus_device() {
	grep -l -i "$1" /sys/bus/vmbus/devices/*/class_id 2>/dev/null | sed 's|/class_id$||'
}

# kernel_says TEXT: the kernel log contains it
kernel_says() {
	dmesg | grep -q -F "$1"
}

# check_here TEXT COMMAND...: as check, but not in a subshell: what the command sets stays
check_here() {
	rig_text=$1
	shift
	if "$@" >/tmp/rig-here 2>&1; then
		ok "$rig_text"
	else
		not_ok "$rig_text"
		tail -n 5 /tmp/rig-here | while IFS= read -r rig_l; do
			diag "$rig_l"
		done
		return 1
	fi
}

# nic NUMBER: name of a network interface, counted from 0 in the order of the host's options
nic() {
	for rig_n in /sys/class/net/*; do
		[ "$(cat "$rig_n/address" 2>/dev/null)" = "$(printf '00:15:5d:77:00:%02x' $((16 + $1)))" ] || continue
		[ -d "$rig_n/device" ] && echo "${rig_n##*/}" && return 0
	done
	return 1
}

have_nic() { nic "$1" >/dev/null; }
no_nic() { ! have_nic "$1"; }

# carrier NIC: its link is up
carrier() { [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" = 1 ]; }

# net_up NUMBER [ADDRESS/BITS]: the interface, up and with an address (10.77.0.NUMBER+100); its name is in $net_dev
net_up() {
	wait_for 20 have_nic "$1" || return 1
	net_dev=$(nic "$1")
	ip link set lo up
	ip addr add "${2:-10.77.0.$((100 + $1))/24}" dev "$net_dev" && ip link set "$net_dev" up &&
		wait_for 10 carrier "$net_dev"
}

# net_dhcp DEVICE: an address from the host's machine; prints it
net_dhcp() {
	cat >/tmp/dhcp.sh <<-'END'
		#!/bin/sh
		[ "$1" = bound ] || exit 0
		ip addr add "$ip/${mask:-24}" dev "$interface"
		echo "$ip" >/tmp/dhcp.ip
	END
	chmod 755 /tmp/dhcp.sh
	ip link set "$1" up
	rm -f /tmp/dhcp.ip
	udhcpc -i "$1" -s /tmp/dhcp.sh -n -q -f -t 10 -T 1 >/tmp/dhcp.log 2>&1 && cat /tmp/dhcp.ip
}

# net_file BYTES [HOST]: MD5 sum of the file of that size as it comes over the network
net_file() {
	wget -q -O - "http://${2:-10.77.0.1}/data/$1" | md5sum | cut -d' ' -f1
}

# net_answers [ADDRESS]: one ping is answered
net_answers() { ping -c 1 -W 1 -s 8 "${1:-10.77.0.1}" >/dev/null 2>&1; }

# net_pair: NIC 0 here with 10.78.0.1, NIC 1 in a namespace of its own with 10.78.0.2 (fd78::1, fd78::2); net_there COMMAND runs in that
net_pair() {
	wait_for 20 have_nic 1 || return 1
	net_a=$(nic 0)
	net_b=$(nic 1)
	unshare -n sleep 100000 &
	net_ns=$!
	wait_for 5 net_apart || return 1
	ip link set "$net_b" netns "$net_ns" || return 1
	ip link set lo up
	echo 0 >"/proc/sys/net/ipv6/conf/$net_a/accept_dad"
	ip addr add 10.78.0.1/24 dev "$net_a"
	ip -6 addr add fd78::1/64 dev "$net_a"
	ip link set "$net_a" up
	net_there ip link set lo up
	net_there sh -c "echo 0 >/proc/sys/net/ipv6/conf/$net_b/accept_dad"
	net_there ip addr add 10.78.0.2/24 dev "$net_b"
	net_there ip -6 addr add fd78::2/64 dev "$net_b"
	net_there ip link set "$net_b" up
	wait_for 10 net_answers 10.78.0.2
}
net_apart() { [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$net_ns/ns/net")" ]; }
net_there() { nsenter -t "$net_ns" -n "$@"; }

# net_sink: nettest as the sink, in the namespace of net_pair; net_sink_end: what it saw is in /tmp/sink
net_sink() {
	nsenter -t "$net_ns" -n nettest serve 5001 >/tmp/sink 2>&1 &
	net_sink_pid=$!
	wait_for 10 grep -q ready /tmp/sink
}
net_sink_end() {
	kill "$net_sink_pid"
	wait "$net_sink_pid"
	sed -i 's/^ready$//' /tmp/sink
	! grep WRONG /tmp/sink
}

# smp_body CPUS: what the smp-* scenarios do; host: a disk of 8 MiB
smp_body() {
	check "a disk" wait_for 30 have_disk 0 || return 0
	smp_disk=$(disk_of 0)
	is "$(grep -c ^processor /proc/cpuinfo)" "$1" "CPUs"
	smp_bad=0
	smp_seen=0
	for smp_f in /sys/bus/vmbus/devices/*/channels/*/cpu; do
		smp_seen=$((smp_seen + 1))
		[ "$(cat "$smp_f")" -lt "$1" ] || smp_bad=$((smp_bad + 1))
	done
	check "there are channels" test "$smp_seen" -ge 4
	is "$smp_bad" 0 "every channel has a CPU that exists"
	if [ "$RIG_DRIVERS" = ours ]; then
		smp_dev=$(vmbus_device ba6163d9-04a1-4d29-b605-72e2ffb1dc7f)
		smp_want=$(find "$smp_dev"/channels/*/cpu | wc -l)
		[ "$smp_want" -le "$1" ] || smp_want=$1
		is "$(cat "$smp_dev"/channels/*/cpu | sort -u | wc -l)" "$smp_want" "the disk's channels lie on different CPUs"
	fi
	check "the disk is filled" dd if=/dev/urandom of="$smp_disk" bs=1M count=8 conv=fsync
	smp_sum=$(dd if="$smp_disk" bs=1M iflag=direct 2>/dev/null | md5sum)
	is "$(dd if="$smp_disk" bs=1M iflag=direct 2>/dev/null | wc -c)" 8388608 "all of it can be read"
	for smp_i in 1 2 3 4 5 6 7 8; do
		(dd if="$smp_disk" bs=$((smp_i * 16))k iflag=direct 2>/dev/null | md5sum >"/tmp/sum.$smp_i") &
	done
	wait_for 90 smp_sums
	smp_same=0
	for smp_i in 1 2 3 4 5 6 7 8; do
		[ "$(cat "/tmp/sum.$smp_i")" = "$smp_sum" ] && smp_same=$((smp_same + 1))
	done
	is "$smp_same" 8 "eight readers read the same"
	check "the heart beats" wait_for 20 smp_beats
}
smp_sums() { [ "$(cat /tmp/sum.? 2>/dev/null | wc -l)" = 8 ]; }
smp_beats() { [ "$(hv "dev heartbeat status" | awk '{ print $13 }')" -gt 1 ]; }

# rescind_body OFFER: what the *-rescind scenarios do with the only storage device
rescind_body() {
	check "the disk appears" wait_for 20 rescind_disk || return 0
	rescind_hammer 1 &
	rescind_hammer 2 &
	rescind_good=0
	rescind_i=0
	while [ "$rescind_i" -lt 50 ]; do
		rescind_i=$((rescind_i + 1))
		usleep 50000
		hv "rescind $1" || diag "round $rescind_i: not rescinded"
		wait_for 20 rescind_no_disk || diag "round $rescind_i: the disk stays"
		hv "offer $1" || diag "round $rescind_i: not offered"
		if wait_for 20 rescind_disk; then
			rescind_good=$((rescind_good + 1))
		else
			diag "round $rescind_i: the disk does not come back"
			break
		fi
	done
	is "$rescind_good" 50 "the disk came back 50 of 50 times"
	touch /tmp/stop
	wait
	set -- /sys/block/sd*
	check "the disk can be read" dd if="/dev/${1##*/}" of=/dev/null bs=1M iflag=direct
	is "$(hv "counters check.relid")" "" "no relid was used wrongly"
}
rescind_disk() { set -- /sys/block/sd*; [ -b "/dev/${1##*/}" ]; }
rescind_no_disk() { [ -z "$(ls -d /sys/block/sd* 2>/dev/null)" ]; }
# Reader and writer that go on until told to stop.  A node of their own: dd
# would make a plain file of a device name that has just vanished.
rescind_hammer() {
	while [ ! -e /tmp/stop ]; do
		for rescind_d in /sys/block/sd*; do
			rescind_dev=$(cat "$rescind_d/dev" 2>/dev/null) || continue
			rm -f "/tmp/disk.$1"
			mknod "/tmp/disk.$1" b "${rescind_dev%:*}" "${rescind_dev#*:}"
			dd if="/tmp/disk.$1" of=/dev/null bs=64k iflag=direct 2>/dev/null
			dd if=/dev/zero of="/tmp/disk.$1" bs=16k count=64 oflag=direct conv=notrunc 2>/dev/null
		done
		usleep 10000
	done
}

# daemon_start KIND SERVICE: distro|ours, kvp|vss|fcopy; its process id is in /tmp/SERVICE.pid
daemon_start() {
	daemon_spawn "$1" "$2"
	wait_for 10 daemon_has_device "$2" && wait_for 20 daemon_agreed "$2"
}
daemon_spawn() {
	"/daemons/$1/hv_$2_daemon" -n >"/tmp/$2.log" 2>&1 </dev/null &
	echo $! >"/tmp/$2.pid"
}
# daemon_kill SERVICE [SIGNAL]: and wait until it is gone
daemon_kill() {
	read -r daemon_pid <"/tmp/$1.pid"
	kill "-${2:-KILL}" "$daemon_pid" 2>/dev/null
	wait_for 5 daemon_dead || diag "the daemon of $1 does not end"
}
daemon_dead() { ! readlink "/proc/$daemon_pid/exe"; }
daemon_has_device() {
	read -r daemon_pid <"/tmp/$1.pid"
	for daemon_fd in "/proc/$daemon_pid/fd"/*; do
		[ "$(readlink "$daemon_fd")" = "/dev/vmbus/hv_$1" ] && return 0
	done
	return 1
}
daemon_agreed() { hv "dev $1 status" | grep -q "^agreed"; }
# In a guest whose init is systemd (root: given): unit_active UNIT; of the unit of a service's daemon: unit_pid SERVICE, unit_restarts SERVICE,
# unit_serves SERVICE, unit_said UNIT (its last lines in the journal, as remarks)
unit_active() { [ "$(systemctl is-active "$1")" = active ]; }
unit_pid() { systemctl show -p MainPID --value "hv-$1-daemon"; }
unit_restarts() { systemctl show -p NRestarts --value "hv-$1-daemon"; }
unit_serves() { unit_active "hv-$1-daemon" && unit_has_device "$1" && daemon_agreed "$1"; }
# systemd calls it active before it has registered
unit_has_device() {
	for daemon_fd in "/proc/$(unit_pid "$1")/fd"/*; do
		[ "$(readlink "$daemon_fd")" = "/dev/vmbus/hv_$1" ] && return 0
	done
	return 1
}
unit_said() {
	journalctl -b -q --no-pager -o cat -n 8 -u "$1" | while IFS= read -r rig_l; do diag "$1: $rig_l"; done
}

# svc SERVICE COMMAND...: a request of the host; its status, without 0x, in $SVC_STATUS, the answer in $SVC_OUT
svc() {
	SVC_NAME=$1
	shift
	SVC_OUT=$(hv "dev $SVC_NAME $*" 2>&1) || SVC_OUT="refused $SVC_OUT"
	SVC_STATUS=$(printf '%s\n' "$SVC_OUT" | sed -n 's/^status \(0x\)*\([0-9a-f]*\).*/\2/p')
	[ "$SVC_STATUS" = 0 ]
}
# svc_is STATUS TEXT: what the last one ended with
svc_is() {
	is "$SVC_STATUS" "$1" "$2" || diag "the answer: $(printf '%s' "$SVC_OUT" | tr '\n' '|')"
}
# svc_field NAME: of the last answer
svc_field() { printf '%s\n' "$SVC_OUT" | sed -n "s/^$1 //p"; }

# A scenario that provokes a warning on purpose sets this pattern (egrep).
rig_expected_warning='^$'

rig_kernel_log() {
	dmesg | grep -E 'BUG:|WARNING:|Oops|Call Trace|soft lockup|blocked for more than|UBSAN|KASAN|refcount_t|unable to handle|channels are still in use' |
		grep -v -E "$rig_expected_warning" >/tmp/rig-bad
	if [ -s /tmp/rig-bad ]; then
		not_ok "no warning in the kernel log"
		while IFS= read -r rig_l; do diag "$rig_l"; done </tmp/rig-bad
		dmesg | tail -n 150 >/dev/ttyS0
	else
		ok "no warning in the kernel log"
	fi
}

rig_power_off() {
	sync
	[ -n "$RIG_STAGE2" ] && mount -o remount,ro / 2>/dev/null
	poweroff -f
	sleep 60
}
