# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the host's part of a scenario may use.  Runs beside the stand-in host,
# in busybox sh or dash, in the directory of the run's files.
#
# JOB: directory that keeps the run's files; JOBTMP: private and in memory.

TRACE=$JOBTMP/trace.log
CTL=$JOBTMP/ctl
rig_tap=$JOB/host.tap

ok() { echo "ok - $*" >>"$rig_tap"; }
not_ok() { echo "not ok - $*" >>"$rig_tap"; }
diag() { echo "# $*" >>"$rig_tap"; }
skip() { echo "ok - $1 # SKIP $2" >>"$rig_tap"; }

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
		printf '%s\n' "$rig_out" | tail -n 5 | sed 's/^/# /' >>"$rig_tap"
		return 1
	fi
}

# at_least GOT MINIMUM TEXT, at_most GOT MAXIMUM TEXT: numbers
at_least() {
	if [ "${1:-0}" -ge "$2" ]; then
		ok "$3"
	else
		not_ok "$3"
		diag "got '$1', want at least $2"
		return 1
	fi
}

at_most() {
	if [ "${1:-999999999}" -le "$2" ]; then
		ok "$3"
	else
		not_ok "$3"
		diag "got '$1', want at most $2"
		return 1
	fi
}

# hv COMMAND...: give the stand-in host a command on its control socket
hv() {
	hvctl "$CTL" "$*"
}

# counter NAME: a counter of the host, 0 if it never counted; in after() the last state
counter() {
	if [ -f "$JOB/exit-code" ]; then
		rig_c=$(awk -v n="$1" '$1 == n { print $2 }' "$JOB/counters.txt")
	else
		rig_c=$(hv counters "$1" | awk -v n="$1" '$1 == n { print $2 }')
	fi
	echo "${rig_c:-0}"
}

# wait_for SECONDS COMMAND...: until the command succeeds; fails when it never does
wait_for() {
	rig_left=$(($1 * 5))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$rig_left" -gt 0 ] || return 1
		rig_left=$((rig_left - 1))
		sleep 0.2
	done
}

# traced EGREP: the trace has such a line; trace_count EGREP: how many
traced() { grep -q -E "$1" "$TRACE"; }
trace_count() { grep -c -E "$1" "$TRACE"; }

# guest_said EGREP: the guest's first serial port has such a line
guest_said() { grep -q -E "$1" "$JOB/serial.log"; }

# guest_reached TEXT: the guest has given the result or remark of that text
guest_reached() { grep -q -F -e "$1" "$JOB/guest.tap"; }
