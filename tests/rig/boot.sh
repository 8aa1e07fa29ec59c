#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run the queue of jobs below a directory, natively or inside a small Linux
# under emulation, one rig at a time.
#
# usage: boot.sh DIR
#   DIR/queue          lines: JOB SECONDS NPT MEGABYTES (memory of the guest)
#   DIR/JOB/job.sh     run with JOB, JOBTMP (private, in memory) and CACHE set
#   DIR/bin            programs that the jobs need
# RIG_CLOCK=instructions: the emulated machine has one CPU, and its clock counts what
# that executes, 16 ns an instruction: what else this machine does changes nothing.
# Prints "start JOB", "done JOB EXITCODE" as it happens, "lost JOB" for a job
# during which the emulated machine died, and "note TEXT".

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"

[ $# -eq 1 ] || { echo "usage: boot.sh DIR" >&2; exit 2; }
dir=$(cd "$1" && pwd) || exit 1
[ -r "$dir/queue" ] || die "no queue in $dir"
cache_dir

# Nothing from the machine for so long means that it is dead. (s)
SILENCE=90
# Neither guest nor host's part of a job has said anything for so long: the job itself
# ends after 100 s of that, unless the machine that runs it has lost a CPU. (s)
JOB_SILENCE=160

# One rig at a time, or RIG_SLOTS of them where there is room for more.
take_slot() {
	slot=0
	while [ "$slot" -lt "${RIG_SLOTS:-1}" ]; do
		slot=$((slot + 1))
		exec 8>>"$CACHE/rig.lock.$slot"
		flock -n 8 && return 0
	done
	return 1
}
if ! take_slot; then
	echo "note waiting for another run of the rig"
	until take_slot; do
		sleep 1
	done
fi
if [ -n "${RIG_EXTRA_LOCK:-}" ]; then
	exec 7>>"$RIG_EXTRA_LOCK"
	flock 7
fi

native() {
	case ${RIG_NATIVE:-} in
	0) return 1 ;;
	1) return 0 ;;
	esac
	grep -q -w -E 'vmx|svm' /proc/cpuinfo || return 1
	mkdir -p "$TOP/build/rig"
	[ -n "$(find "$TOP/build/rig/kvmprobe" -newer "$RIG/kvmprobe.c" 2>/dev/null)" ] ||
		gcc -O2 -Wall -o "$TOP/build/rig/kvmprobe" "$RIG/kvmprobe.c" || return 1
	"$TOP/build/rig/kvmprobe" 2>/dev/null
}

# Seconds of that clock can be several of ours.
slower=1
case ${RIG_CLOCK:-time} in
# The first CPU is only for what is not a guest: l1-init says why.
time) accel="-accel tcg,thread=multi,tb-size=512 -smp 3" ;;
instructions) accel="-accel tcg,tb-size=512 -icount shift=4 -smp 1" slower=5 ;;
*) die "RIG_CLOCK is 'time' or 'instructions', not '$RIG_CLOCK'" ;;
esac

if native; then
	echo "note hardware virtualisation is used"
	PATH=$dir/bin:$PATH
	export PATH CACHE
	while read -r job limit _ _; do
		echo "start $job"
		tmp=$(mktemp -d) || exit 1
		(
			cd "$dir/$job" || exit 126
			JOB=$dir/$job JOBTMP=$tmp timeout -k 10 "$limit" \
				sh ./job.sh >job.log 2>&1 </dev/null 7>&- 8>&-
		)
		echo "done $job $?"
		rm -rf "$tmp"
	done <"$dir/queue"
	exit 0
fi

# Another one can be tried; what is known of them: tests/scenarios/README.md.
emulator=${RIG_QEMU:-qemu-system-x86_64}
have "$emulator" || die "$emulator is needed: run tests/rig/setup.sh"
kernel=$("$RIG/kernel.sh" 6.1) || exit 1
eval "$kernel"
initrd=$("$RIG/mk-l1.sh") || exit 1

[ "${RIG_CLOCK:-time}" = time ] || echo "note the clock of the emulated machine counts instructions"
total=$(awk -v f="$slower" '{ s += f * $2 + 15 } END { print s + 60 }' "$dir/queue")
mem=$(awk '$4 > m { m = $4 } END { print m + 2048 }' "$dir/queue")

rm -f "$dir/deadline" "$dir/running" "$dir/kvm-trace"
[ -z "${RIG_KVM_TRACE:-}" ] || : >"$dir/kvm-trace"
con=$dir/console.fifo
rm -f "$con"
mkfifo "$con" || die "cannot make $con"
# Open both ends first: opening one alone would wait for the other for ever
# if the machine never started.
exec 4<>"$con"
exec 3<"$con"
rm -f "$con"
: >"$dir/l1.log"
# shellcheck disable=SC2086,SC2154 # options; KVMLINUX: set by kernel.sh
timeout -k 5 "$total" "$emulator" \
	-nodefaults -no-user-config -no-reboot -display none \
	-machine q35 $accel -cpu max,+svm -m "$mem" \
	-kernel "$KVMLINUX" -initrd "$initrd" \
	-append "console=ttyS0 quiet panic=-1 mitigations=off nokaslr tsc=reliable" \
	-fsdev "local,id=jobs,path=$dir,security_model=none,multidevs=remap" \
	-device virtio-9p-pci,fsdev=jobs,mount_tag=jobs \
	-fsdev "local,id=cache,path=$CACHE,security_model=none,readonly=on,multidevs=remap" \
	-device virtio-9p-pci,fsdev=cache,mount_tag=cache \
	-serial stdio </dev/null >&4 2>"$dir/qemu.err" 3<&- 4>&- 7>&- 8>&- &
qemu=$!
exec 4>&-

# The watchdog looks whether the log still grows, whether a CPU of the emulated
# machine hangs, and whether a job goes on for longer than it may: nothing can
# end a program there that never comes back from its kernel.
(
	exec 3<&- 7>&- 8>&-
	last='' quiet=0 job_last='' job_quiet=0
	while kill -0 "$qemu" 2>/dev/null; do
		sleep 5
		job=$(cat "$dir/running" 2>/dev/null)
		now=$job:$(cat "$dir/$job/serial.log" "$dir/$job/guest.tap" "$dir/$job/host.tap" 2>/dev/null | wc -c)
		if [ -n "$job" ] && [ "$now" = "$job_last" ]; then
			job_quiet=$((job_quiet + 5))
			[ "$job_quiet" -lt $((JOB_SILENCE * slower)) ] || kill "$qemu" 2>/dev/null
		else
			job_quiet=0 job_last=$now
		fi
		if grep -q -E 'soft lockup.*stuck for ([4-9][0-9]|[1-9][0-9][0-9])s' "$dir/l1.log"; then
			kill "$qemu" 2>/dev/null
		fi
		if [ -s "$dir/deadline" ] && [ "$(date +%s)" -gt "$(cat "$dir/deadline")" ]; then
			kill "$qemu" 2>/dev/null
		fi
		now=$(wc -c <"$dir/l1.log")
		if [ "$now" = "$last" ]; then
			quiet=$((quiet + 5))
			[ "$quiet" -lt $SILENCE ] || kill "$qemu" 2>/dev/null
		else
			quiet=0 last=$now
		fi
	done
) &
watchdog=$!
trap 'kill "$qemu" "$watchdog" 2>/dev/null' EXIT INT TERM

running=
cr=$(printf '\r')
while IFS= read -r line <&3; do
	line=${line%"$cr"}
	printf '%s\n' "$line" >>"$dir/l1.log"
	case $line in
	*@@start\ *)
		running=${line#*@@start }
		awk -v job="$running" -v now="$(date +%s)" -v f="$slower" '$1 == job { print now + f * $2 + 60 }' \
			"$dir/queue" >"$dir/deadline"
		echo "$running" >"$dir/running"
		echo "start $running"
		;;
	*@@done\ *)
		running=''
		: >"$dir/deadline"
		: >"$dir/running"
		echo "done ${line#*@@done }"
		;;
	*@@error\ *) echo "note ${line#*@@error }" ;;
	esac
done
wait "$qemu"
rc=$?
trap - EXIT
kill "$watchdog" 2>/dev/null
if [ -n "$running" ]; then
	echo "lost $running"
elif ! grep -q '@@end' "$dir/l1.log"; then
	echo "note the emulated machine did not come up or died (exit code $rc): see $dir/l1.log and $dir/qemu.err"
	exit 1
fi
exit 0
