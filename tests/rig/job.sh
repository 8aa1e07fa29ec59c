# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# One run of a scenario: starts the stand-in host with the guest, and beside it
# the host's part of the scenario.  Runs where the virtual machine runs, with
# JOB, JOBTMP and CACHE set.

# shellcheck disable=SC1091
. ./conf
# shellcheck disable=SC1091
. ./lib-host.sh
# shellcheck disable=SC1091
. ./scenario.sh

# A guest that says nothing for so long will say nothing more. (s)
SILENCE=100

# Ends a host whose guest is silent, and leaves a note of it.
watch_guest() {
	last='' quiet=0
	while kill -0 "$hvhost" 2>/dev/null; do
		sleep 5
		now=$(cat serial.log guest.tap host.tap 2>/dev/null | wc -c)
		if [ "$now" = "$last" ]; then
			quiet=$((quiet + 5))
			if [ "$quiet" -ge "$SILENCE" ]; then
				echo "the guest and the host's part were silent for $SILENCE s" >stalled
				kill "$hvhost" 2>/dev/null
			fi
		else
			quiet=0 last=$now
		fi
	done
}

has() { type "$1" 2>/dev/null | grep -q function; }

keep() {
	[ -f "$TRACE" ] && cp "$TRACE" "$JOB/trace.log"
	return 0
}
hvhost=
# shellcheck disable=SC2317 # called by the trap
stop() {
	[ -n "$hvhost" ] && kill "$hvhost" 2>/dev/null
	keep
	exit 124
}
trap stop TERM INT

: >host.tap
: >"$TRACE"
# Disks live in memory: what the guest writes goes no further.
[ -f root.img ] && cp root.img "$JOBTMP/root.img"
if has prepare; then
	prepare || { not_ok "the scenario prepares its files"; exit 1; }
fi

# shellcheck disable=SC2154 # all of conf
eval "set -- $J_HOST"
kernel=$(eval "echo $J_KERNEL")
# In one go into the page cache: the host maps it and would fetch page by page.
cat "$kernel" >/dev/null
hvhost -kernel "$kernel" -initrd initrd -append "$J_APPEND" \
	-m "$J_MEM" -smp "$J_SMP" -serial serial.log -tap guest.tap \
	-trace "$TRACE" -counters "$JOB/counters.txt" -ctl "$CTL" -timeout "$J_TIMEOUT" "$@" >hvhost.log 2>&1 &
hvhost=$!
watch_guest &
watcher=$!

if has host; then
	wait_for 5 test -S "$CTL"
	( host )
	rc=$?
	[ "$rc" -eq 0 ] || not_ok "the host's part ends without an error (exit code $rc)"
fi
wait "$hvhost"
rc=$?
hvhost=
kill "$watcher" 2>/dev/null
echo "$rc" >exit-code
if has after; then
	( after )
	rc=$?
	[ "$rc" -eq 0 ] || not_ok "the last part ends without an error (exit code $rc)"
fi
keep
exit 0
