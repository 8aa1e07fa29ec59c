#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run scenarios on the stand-in host and judge them.
#
# usage: run.sh [-k KERNEL] [-d DRIVERS] NAME     one run
#        run.sh -b FILE                           many: lines NAME DRIVERS KERNEL
#        run.sh -l                                list the scenarios
# Files of a run: build/run/KERNEL/DRIVERS/NAME/{serial.log,trace.log,result.tap};
# of a first attempt that failed for the rig's own reasons: NAME.first/
#
# KERNEL_IMAGE=FILE KERNEL_MODULES=DIR [KERNEL_ARCH=amd64|i386]: another kernel than
# one of the matrix; DIR is its lib/modules/<release> with modules.dep.
# RIG_DEADLINE=SECONDS (since 1970): nothing is begun after that, the rest is skipped.
# KERNEL_APPEND=WORDS: more words on its command line.
# HOST_OPTIONS=WORDS: more options of the stand-in host, e.g. -autoeoi.

# shellcheck disable=SC2034 # variables for guest.sh

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"
# shellcheck disable=SC1091
. "$RIG/guest.sh"

SCENARIOS=${RIG_SCENARIOS:-$TESTS/scenarios}
# How often a run is repeated in which the rig failed and not the guest.
RETRIES=3
# How often one that fell silent under emulation is: a hang can be the guest's own.
HUNG_RETRIES=1
RUNS=$TOP/build/run

usage() {
	echo "usage: run.sh [-k KERNEL] [-d ours|intree] NAME | -b FILE | -l"
}

list() {
	for f in "$SCENARIOS"/*.sh; do
		n=${f##*/}
		case $n in lib-*) continue ;; esac
		printf '%-24s %s\n' "${n%.sh}" "$(header "$f" meaning)"
	done
}

kernel=6.1 drivers=ours batch=
while getopts k:d:b:lh opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	d) drivers=$OPTARG ;;
	b) batch=$OPTARG ;;
	l) list; exit 0 ;;
	h) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
if [ -n "$batch" ]; then
	[ $# -eq 0 ] || { usage >&2; exit 2; }
	[ -r "$batch" ] || die "cannot read $batch"
else
	[ $# -eq 1 ] || { usage >&2; exit 2; }
fi

# A kernel from outside the matrix goes by its release.
if [ -n "${KERNEL_IMAGE:-}" ] && [ -z "$batch" ]; then
	KERNEL_MODULES=${KERNEL_MODULES%/}
	kernel=${KERNEL_MODULES##*/}
fi

mkdir -p "$RUNS" || die "cannot write below $TOP/build"
W=$(mktemp -d "$RUNS/.batch.XXXXXX") || exit 1
trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM
# Directories of runs that were killed are of no use after a day.
find "$RUNS" -maxdepth 1 -name '.batch.*' -mmin +1440 -exec rm -rf {} +

if [ -n "$batch" ]; then
	grep -v -E '^ *(#|$)' "$batch" >"$W/list"
else
	echo "$1 $drivers $kernel" >"$W/list"
fi
total=$(wc -l <"$W/list")

# --- the programs that run beside the guest

mkdir "$W/bin"
HOSTBIN=${HVHOST_DIR:-$TOP/build/host}
if [ -z "${HVHOST_DIR:-}" ]; then
	flock "$TOP/build/host.lock" make -s -C "$TESTS/host" >"$W/host.log" 2>&1 || {
		tail -n 20 "$W/host.log" >&2
		die "the stand-in host does not build"
	}
fi
for p in hvhost hvctl; do
	[ -x "$HOSTBIN/$p" ] || die "no $p in $HOSTBIN"
	cp "$HOSTBIN/$p" "$W/bin/"
done

# --- preparing one run

kernel_of() {
	if [ -n "${KERNEL_IMAGE:-}" ]; then
		[ -r "$KERNEL_IMAGE" ] || die "cannot read the kernel image $KERNEL_IMAGE"
		[ -d "${KERNEL_MODULES:-}" ] || die "KERNEL_MODULES must name the lib/modules/<release> directory that belongs to $KERNEL_IMAGE"
		KID=$1 KREL=${KERNEL_MODULES##*/} KARCH=${KERNEL_ARCH:-amd64} KMODDIR=$KERNEL_MODULES
		KFILE=
		return
	fi
	_k=$("$RIG/kernel.sh" "$1") || exit 1
	eval "$_k"
	KFILE=$KVMLINUX
}

# prepare_run NUMBER NAME DRIVERS KERNEL
prepare_run() {
	file=$SCENARIOS/$2.sh
	DRIVERS=$3
	[ -r "$file" ] || die "unknown scenario '$2' (make scenarios lists them)"
	_bad=$(sh -n "$file" 2>&1) || die "scenario $2 is no shell script: $_bad"
	case $DRIVERS in
	ours|intree) ;;
	*) die "DRIVERS is 'ours' or 'intree', not '$DRIVERS'" ;;
	esac
	case $(header "$file" drivers) in
	''|both|"$DRIVERS") ;;
	*) die "scenario $2 is only for $(header "$file" drivers) drivers" ;;
	esac
	case $(header "$file" violations) in
	''|expected) ;;
	*) die "scenario $2: violations is 'expected' or not given" ;;
	esac
	case $(header "$file" needless-signals) in
	*[!0-9]*) die "scenario $2: needless-signals is a number" ;;
	esac
	# A kernel from outside the matrix goes by no id.
	if [ -z "${KERNEL_IMAGE:-}" ]; then
		case " $(header "$file" kernels | tr ',' ' ') " in
		'  '|*" $4 "*) ;;
		*) die "scenario $2 is only for kernels $(header "$file" kernels), not for $4" ;;
		esac
	fi
	kernel_of "$4"
	case $(header "$file" image) in
	'') ;;
	bzimage) [ -z "$KFILE" ] || KFILE=$KIMAGE ;;
	*) die "scenario $2: image is 'bzimage' or not given" ;;
	esac
	NAME=$2
	OURS=${OURS_DIR:-$TOP/build/$KREL}
	job=$W/$1
	mkdir "$job"
	timeout=$(header "$file" timeout)
	# Limits are for hangs, not for slow days.
	timeout=$((${timeout:-60} * 2 * ${RIG_SLOTS:-1}))
	mem=$(header "$file" mem)
	SMP=$(header "$file" smp)
	guest_build "$job" "$file"
	cp "$RIG/job.sh" "$TESTS/scenarios/lib-host.sh" "$job/"
	cp "$file" "$job/scenario.sh"
	if [ -z "$KFILE" ]; then
		cp "$KERNEL_IMAGE" "$job/kernel"
		kpath="\$JOB/kernel"
	else
		kpath="\$CACHE${KFILE#"$CACHE"}"
	fi
	hostopts="-device shutdown -device heartbeat -device timesync"
	case $(header "$file" ics) in
	none) hostopts= ;;
	esac
	# A guest without synthetic timers uses the local APIC's, which the
	# kernel beneath serves itself: much faster under emulation.
	case $(header "$file" stimer) in
	'') hostopts="-no-stimer $hostopts" ;;
	direct|message) hostopts="-stimer $(header "$file" stimer) $hostopts" ;;
	*) die "scenario $2: stimer is 'direct' or 'message'" ;;
	esac
	if [ -n "$(header "$file" root)" ]; then
		hostopts="$hostopts -device scsi,disk=file:\$JOBTMP/root.img"
	fi
	{
		echo "J_NAME='$2'"
		echo "J_DRIVERS='$DRIVERS'"
		echo "J_KERNEL='$kpath'"
		echo "J_HOST='$hostopts ${HOST_OPTIONS:-} $(header "$file" host)'"
		# noearly: no scan of 256 absent PCI busses through slow exits;
		# notests: no self tests of ciphers, a sixth of the boot
		echo "J_APPEND='console=ttyS0 quiet panic=1 mitigations=off pci=noearly cryptomgr.notests $(header "$file" append) ${KERNEL_APPEND:-}'"
		echo "J_MEM='${mem:-512M}'"
		echo "J_SMP='${SMP:-1}'"
		echo "J_TIMEOUT='$timeout'"
		echo "J_ARCH='$KARCH'"
	} >"$job/conf"
	npt=1
	[ "$KARCH" = i386 ] && npt=0
	# guest memory, and as much again for disks in memory
	case ${mem:-512M} in
	*G) mb=$((${mem%G} * 1024)) ;;
	*M) mb=${mem%M} ;;
	*) mb=$((mem / 1048576)) ;;
	esac
	# one that is greater than what was counted in for disks
	root_mb=0
	[ ! -f "$job/root.img" ] || root_mb=$(($(wc -c <"$job/root.img") / 1048576))
	[ "$root_mb" -gt 128 ] || root_mb=0
	echo "$1 $((timeout + 40)) $npt $((${mb:-512} + 768 + root_mb))" >"$job/queue-line"
}

# --- judging one run

exit_meaning() {
	case $1 in
	0) echo "guest powered off" ;;
	2) echo "bad usage" ;;
	3) echo "triple fault" ;;
	4) echo "KVM error" ;;
	5) echo "time limit" ;;
	6) echo "expectation failed" ;;
	7) echo "guest reset itself" ;;
	*) echo "unknown" ;;
	esac
}

# judge_rules JOBDIR: a check of its own from the rules that the host found broken
#
# A guest that decided to signal may do so late, and the host remembers only two
# of those that it is owed: with several CPUs a good signal can look needless.
# That is rare; a driver that signals without need does it all the time.
judge_rules() {
	if [ ! -s "$1/counters.txt" ]; then
		echo "not ok - the host found no rule broken"
		echo "# it left no counters"
		return
	fi
	case $(header "$1/scenario.sh" violations) in
	expected)
		sed -n 's/^check\..*/# expected: &/p' "$1/counters.txt"
		return
		;;
	esac
	may=$(header "$1/scenario.sh" needless-signals)
	awk -v may="${may:-1}" '
		/^chan\..*\.pkts_in / { packets += $2 }
		/^check\./ && $2 > 0 { broken[$1] = $2 }
		END {
			few = int(packets * may / 1000)
			for (c in broken) {
				note = note "# " c " " broken[c]
				if (c == "check.needless_signal" && broken[c] <= few)
					note = note " (up to " few " in " packets " packets are none)"
				else
					bad = 1
				note = note "\n"
			}
			print (bad ? "not ok" : "ok") " - the host found no rule broken"
			printf "%s", note
		}' "$1/counters.txt"
}

# judge JOBDIR: write result.tap; 0 passed, 1 failed, 2 skipped
judge() {
	j=$1
	{
		[ -f "$j/guest.tap" ] && tr -d '\r' <"$j/guest.tap"
		if [ -s "$j/host.tap" ]; then
			echo "# the host's part"
			cat "$j/host.tap"
		fi
		want=$(header "$j/scenario.sh" exit)
		got=$(cat "$j/exit-code" 2>/dev/null)
		if [ -z "$got" ]; then
			echo "not ok - the stand-in host ends in time"
		else
			if [ "$got" = "${want:-0}" ]; then echo "ok - the stand-in host's exit code is ${want:-0} ($(exit_meaning "$got"))"
			else
				echo "not ok - the stand-in host's exit code is ${want:-0}"
				echo "# got $got ($(exit_meaning "$got"))"
				tail -n 3 "$j/hvhost.log" 2>/dev/null | sed 's/^/# /'
			fi
			# The kernel's own drivers are not what is tested here.
			if grep -q "^J_DRIVERS='ours'" "$j/conf"; then judge_rules "$j"; fi
		fi
		if [ "$(header "$j/scenario.sh" guest-ends)" != no ] &&
		   ! grep -q '^# guest done' "$j/guest.tap" 2>/dev/null; then
			echo "not ok - the guest's part comes to its end"
		fi
	} | awk '
		/^ok( |$)/ { n++; sub(/^ok *-? */, ""); print "ok " n " - " $0; next }
		/^not ok( |$)/ { n++; sub(/^not ok *-? */, ""); print "not ok " n " - " $0; next }
		{ print }
		END { print "1.." n + 0 }' >"$j/result.tap"
	grep -q '^not ok' "$j/result.tap" && return 1
	grep -q '^# skip-all' "$j/result.tap" && return 2
	return 0
}

# keep_first JOBDIR DEST: what an attempt left goes to DEST, the job is as new
keep_first() {
	rm -rf "$2"
	mkdir -p "$2"
	cp "$W/l1.log" "$2/l1.log" 2>/dev/null
	cp "$W/qemu.err" "$2/" 2>/dev/null
	for f in "$1"/*; do
		case ${f##*/} in
		conf|scenario.sh) cp "$f" "$2/" ;;
		initrd|root.img|kernel|job.sh|lib-host.sh|queue-line) ;;
		*) mv "$f" "$2/" ;;
		esac
	done
}

# --- all of it

now() { date +%s; }

: >"$W/verdicts"
: >"$W/repeated"
n=0
while read -r name drv krn; do
	n=$((n + 1))
	(prepare_run "$n" "$name" "$drv" "$krn") || {
		echo "$n failed" >>"$W/verdicts"
		echo "not ok $name $drv $krn: could not be prepared"
		continue
	}
	# the last two: repetitions for the rig's own reasons, and for a failed check
	echo "$n $name $drv $krn 0 0" >>"$W/todo"
done <"$W/list"

# A kernel that oopses with its own GS base in both registers. Seen only under
# emulation; whose fault it is was not traced.
swapgs_lost() {
	grep -q 'GS:\(ffff[0-9a-f]\{12\}\)([0-9a-f]*) *knlGS:\1' "$1" 2>/dev/null
}

# A triple fault in an emulated machine is repeated, too. This can hide a fault of
# the guest that does not come every time: the line says so, the last lines count
# such runs, and the files of the attempt stay. Natively it is a failure at once.
triple_fault() {
	[ -f "$W/l1.log" ] && [ "$(cat "$1/exit-code" 2>/dev/null)" = 3 ]
}

# A guest that fell silent or did not end in time under emulation, likewise.
# Its own hang that does not come every time is hidden by that, too.
hung() {
	[ -f "$W/l1.log" ] || return 1
	[ -f "$1/stalled" ] || [ "$(cat "$1/exit-code" 2>/dev/null)" = 5 ]
}

what() { awk -v n="$1" '$1 == n { print $2, $3, $4 }' "$W/todo.all"; }

[ -f "$W/todo" ] && cp "$W/todo" "$W/todo.all"
finished=$(wc -l <"$W/verdicts")
while [ -s "$W/todo" ]; do
	if [ -n "${RIG_DEADLINE:-}" ] && [ "$(now)" -ge "$RIG_DEADLINE" ]; then
		while read -r n name drv krn _; do
			echo "ok $name $drv $krn # SKIP no time left"
			echo "$n skipped" >>"$W/verdicts"
		done <"$W/todo"
		echo "# $(wc -l <"$W/todo") runs were left out: the time for all of it was over"
		break
	fi
	# A few at a time, so that others who wait for the rig get their turn, and fewer
	# when the end of the time is near.
	chunk=${RIG_CHUNK:-6}
	[ -z "${RIG_DEADLINE:-}" ] || [ "$(($(now) + 600))" -lt "$RIG_DEADLINE" ] || chunk=2
	tail -n +$((chunk + 1)) "$W/todo" >"$W/rest"
	head -n "$chunk" "$W/todo" >"$W/todo.new"
	mv "$W/todo.new" "$W/todo"
	cut -d' ' -f1 "$W/todo" | while read -r n; do cat "$W/$n/queue-line"; done >"$W/queue"
	: >"$W/again"
	: >"$W/ended"
	"$RIG/boot.sh" "$W" | while read -r event n rc; do
		case $event in
		start)
			date +%s >"$W/began"
			echo "# [$((finished + $(wc -l <"$W/ended") + 1))/$total] $(what "$n")"
			continue
			;;
		note) echo "# $n $rc"; continue ;;
		lost) rc=lost ;;
		done) ;;
		*) continue ;;
		esac
		secs=$(($(now) - $(cat "$W/began")))
		# shellcheck disable=SC2046 # three words
		set -- $(what "$n")
		dest=$RUNS/$3/$2/$1
		tries=$(awk -v n="$n" '$1 == n { print $5 }' "$W/todo")
		failures=$(awk -v n="$n" '$1 == n { print $6 }' "$W/todo")
		if [ "$rc" = lost ] || swapgs_lost "$W/$n/serial.log" || triple_fault "$W/$n" || hung "$W/$n" || { [ ! -s "$W/$n/serial.log" ] && [ ! -s "$W/$n/guest.tap" ] &&
			[ "$(cat "$W/$n/exit-code" 2>/dev/null)" != 2 ]; }; then
			limit=$RETRIES
			hung "$W/$n" && limit=$HUNG_RETRIES
			if [ "$tries" -lt "$limit" ]; then
				why="no line from the guest"
				[ "$rc" = lost ] && why="the emulated machine died"
				swapgs_lost "$W/$n/serial.log" && why="the guest's GS base was lost"
				triple_fault "$W/$n" && why="triple fault; may be the guest's own"
				hung "$W/$n" && why="silent or too late; may be the guest's own"
				echo "# infrastructure failure, retrying: $1 $2 $3 ($why)"
				echo "$1 $2 $3: $why" >>"$W/repeated"
				echo "$n $1 $2 $3 $((tries + 1)) $failures" >>"$W/again"
				keep_first "$W/$n" "$dest.first"
				echo "# its files are kept in ${dest#"$TOP/"}.first"
				echo "$n" >>"$W/ended.none"
				continue
			fi
			echo "not ok - the rig holds out and the guest gives a sign of life (infrastructure failure, again and again)" >>"$W/$n/host.tap"
		fi
		judge "$W/$n"
		verdict=$?
		# The kernel's own drivers have races of their own; what they fail
		# once and pass then says nothing against the host.
		if [ "$verdict" -eq 1 ] && [ "$2" = intree ] && [ "$failures" -eq 0 ] && [ "$total" -gt 1 ]; then
			echo "# the kernel's own drivers failed, once more: $1 $2 $3"
			grep '^not ok' "$W/$n/result.tap" | sed 's/^/# # /'
			echo "$1 $2 $3: the kernel's own drivers failed" >>"$W/repeated"
			echo "$n $1 $2 $3 $tries 1" >>"$W/again"
			keep_first "$W/$n" "$dest.first"
			echo "# its files are kept in ${dest#"$TOP/"}.first"
			echo "$n" >>"$W/ended.none"
			continue
		fi
		echo "$n" >>"$W/ended"
		mkdir -p "${dest%/*}"
		rm -rf "$dest"
		[ "$((tries + failures))" -gt 0 ] || rm -rf "$dest.first"
		cp "$W/l1.log" "$W/$n/l1.log" 2>/dev/null
		rm -f "$W/$n/initrd" "$W/$n/root.img" "$W/$n/kernel" "$W/$n/queue-line"
		mv "$W/$n" "$dest"
		[ "$total" -eq 1 ] && cat "$dest/result.tap"
		case $verdict in
		0)
			v=passed
			inside=$(grep -c '^ok .*# SKIP' "$dest/result.tap")
			checks="$(($(grep -c '^ok' "$dest/result.tap") - inside)) checks"
			[ "$inside" -eq 0 ] || checks="$checks, $inside skipped"
			echo "ok $1 $2 $3 (${secs}s, $checks)"
			;;
		2) v=skipped; echo "ok $1 $2 $3 # SKIP $(sed -n 's/^# skip-all *//p' "$dest/result.tap" | head -n 1)" ;;
		*)
			v=failed
			echo "not ok $1 $2 $3 (${secs}s)"
			[ "$total" -eq 1 ] || awk '/^not ok/ { p = 1; print "# " $0; next } /^#/ { if (p) print "# " $0; next } { p = 0 }' "$dest/result.tap"
			echo "# look at:"
			for f in serial.log trace.log result.tap; do
				echo "#   ${dest#"$TOP/"}/$f"
			done
			;;
		esac
		echo "$n $v" >>"$W/verdicts"
	done
	# What never got its turn because the machine died goes round again,
	# with what is retried; a machine that does nothing at all ends it.
	cut -d' ' -f1 "$W/verdicts" | sort >"$W/have"
	cut -d' ' -f1 "$W/again" | sort >>"$W/have"
	sort -o "$W/have" "$W/have"
	awk 'NR == FNR { have[$1] = 1; next } !($1 in have)' "$W/have" "$W/todo" >"$W/left"
	if [ -s "$W/left" ] && [ ! -s "$W/again" ] && [ ! -s "$W/ended" ]; then
		idle=$((${idle:-0} + 1))
		cp "$W/l1.log" "$RUNS/l1.log" 2>/dev/null
		cp "$W/qemu.err" "$RUNS/qemu.err" 2>/dev/null
		if [ "$idle" -gt 1 ]; then
			echo "# the rig does not work: see build/run/l1.log and build/run/qemu.err"
			awk '{ print $1, "failed" }' "$W/left" >>"$W/verdicts"
			: >"$W/left"
		else
			echo "# infrastructure failure, retrying: the emulated machine did not come up"
		fi
	fi
	cat "$W/left" "$W/again" "$W/rest" >"$W/todo"
	finished=$(wc -l <"$W/verdicts")
done

passed=$(grep -c ' passed$' "$W/verdicts")
failed=$(grep -c ' failed$' "$W/verdicts")
skipped=$(grep -c ' skipped$' "$W/verdicts")
[ -n "${RIG_SUMMARY:-}" ] && echo "$passed $failed $skipped" >"$RIG_SUMMARY"
if [ -s "$W/repeated" ]; then
	echo "# $(wc -l <"$W/repeated") attempts were lost to the rig, perhaps to the guest, or to the kernel's own drivers, and repeated:"
	sort "$W/repeated" | sed 's/^/# # /'
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
