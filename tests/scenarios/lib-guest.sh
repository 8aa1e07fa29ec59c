# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the guest's part of a scenario may use.  Runs in busybox sh, as root.
#
# Results go as TAP lines over the second serial port to the host, which also
# answers commands there.  Functions whose names begin with rig_ are the rig's own.

exec 5<>/dev/ttyS1
stty -F /dev/ttyS1 raw -echo 2>/dev/null

# hv COMMAND...: give the stand-in host a command, print the lines of its answer.  Fails, with the host's sentence on standard error, when it refuses.
hv() {
	echo "$*" >&5
	# shellcheck disable=SC3045 # busybox has it
	while IFS= read -r -t 60 rig_line <&5; do
		case $rig_line in
		ok) return 0 ;;
		error*) echo "$rig_line" >&2; return 1 ;;
		*) printf '%s\n' "$rig_line" ;;
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

# wait_for SECONDS COMMAND...: until the command succeeds; fails when it never does
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

# load MODULE [PARAMETER...], with what it depends on; unload MODULE
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

unload() {
	rmmod "$1"
}

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

# A scenario that provokes a warning on purpose sets this pattern (egrep).
rig_expected_warning='^$'

rig_kernel_log() {
	dmesg | grep -E 'BUG:|WARNING:|Oops|Call Trace|soft lockup|blocked for more than|UBSAN|KASAN|refcount_t|unable to handle' |
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
