#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bad input gets one clear sentence and a non-zero exit code: a check for each.
#
# usage: bad-input.sh
#
# Nothing is booted and no kernel is fetched. A command that does not notice the
# bad input and begins to work is ended after a while and has failed.

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
TOP=$(cd "$(dirname "$0")/.." && pwd)
cd "$TOP" || exit 1
[ $# -eq 0 ] || { echo "bad-input.sh: it takes no arguments, not '$1'" >&2; exit 2; }

W=$(mktemp -d) || exit 1
trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM
none=$W/none		# does not exist

passed=0 failed=0

# refused NAME PATTERN COMMAND...: it must fail, and must say on standard error,
# in one line that matches PATTERN (egrep), what is wrong. A usage text may follow;
# what make says about the exit code of a recipe does not count.
refused() {
	name=$1 pattern=$2
	shift 2
	timeout 60 "$@" >"$W/out" 2>"$W/err" </dev/null
	rc=$?
	grep -vE '^make(\[[0-9]+\])?: ' "$W/err" >"$W/said"
	awk '/^usage: / { usage = 1; next } usage && /^ / { next } { print }' "$W/said" >"$W/sentence"
	why=
	if [ $rc -eq 0 ]; then
		why="exit code 0"
	elif [ $rc -eq 124 ]; then
		why="still at work after a minute"
	elif [ $rc -ge 126 ]; then
		why="exit code $rc"
	elif [ ! -s "$W/said" ]; then
		why="nothing on standard error"
	elif [ "$(wc -l <"$W/sentence")" -gt 1 ]; then
		why="more than one sentence"
	elif ! grep -qE -e "$pattern" "$W/said"; then
		why="the sentence does not name the reason ($pattern)"
	fi
	if [ -z "$why" ]; then
		echo "ok $name"
		passed=$((passed + 1))
	else
		echo "not ok $name: $why"
		head -n 5 "$W/said" | sed 's/^/    /'
		failed=$((failed + 1))
	fi
}

make -s -C tests/host >"$W/build.log" 2>&1 || {
	tail -n 5 "$W/build.log" >&2
	echo "bad-input.sh: the stand-in host does not build" >&2
	exit 1
}
hvhost=build/host/hvhost
hvctl=build/host/hvctl
# A kernel that can be read; it is never started.
kernel=$W/kernel
echo "no kernel" >"$kernel"

# The options of a shell: "Illegal option -x", "illegal option -- x" or our words.
option='(illegal|Illegal|unknown) option'

refused "make scenario without a name" "which one" make scenario
refused "make scenario, unknown scenario" "no scenario 'nonsense'" make scenario NAME=nonsense
refused "make scenario, unknown drivers" "'ours' or 'intree', not 'foo'" make scenario NAME=ic-basic DRIVERS=foo
refused "make scenario, unknown kernel" "unknown kernel 'foo'" make scenario NAME=ic-basic KERNEL=foo
refused "make scenario, unknown kernel, the kernel's drivers" "unknown kernel 'foo'" \
	make scenario NAME=ic-basic DRIVERS=intree KERNEL=foo
refused "make compile, unknown kernel" "unknown kernel 'foo'" make compile KERNEL=foo
refused "make modules, no such kernel tree" "kernel tree .* does not exist" make modules KDIR="$none"
refused "make modules, no such kernel release" "no headers of kernel 0.0.0-none" make modules KVER=0.0.0-none
refused "make modules, unknown kernel" "unknown kernel 'foo'" make modules KERNEL=foo

refused "run.sh, unknown option" "$option" tests/rig/run.sh -x
refused "run.sh, no scenario" "^usage: " tests/rig/run.sh
refused "run.sh, unknown scenario" "unknown scenario 'nonsense'" tests/rig/run.sh nonsense
printf '# meaning: none\nguest() {\n' >"$W/broken.sh"
refused "run.sh, a scenario that is no shell script" "scenario broken is no shell script: " env RIG_SCENARIOS="$W" tests/rig/run.sh broken
refused "run.sh, a list that is not there" "cannot read $none" tests/rig/run.sh -b "$none"
refused "run-all.sh, unknown option" "$option" tests/rig/run-all.sh -x
refused "run-all.sh, unknown kernel" "unknown kernel 'foo'" tests/rig/run-all.sh -k foo -n
refused "kernel.sh, unknown kernel" "unknown kernel 'foo'" tests/rig/kernel.sh foo
refused "kernel.sh, unknown option" "$option" tests/rig/kernel.sh -x
: >"$W/file"
refused "kernel.sh, a cache that cannot be" "cannot write to the cache" \
	env HYPERV_GUEST_CACHE="$W/file/cache" tests/rig/kernel.sh 6.1
refused "setup.sh, unknown option" "$option" tests/rig/setup.sh -x
refused "setup.sh, too many arguments" "'more'" tests/rig/setup.sh -n more
refused "demo.sh, an argument" "^usage: " tests/rig/demo.sh -x
refused "check.sh, unknown option" "$option" sh tests/check.sh -x
refused "check.sh, an argument" "'more'" sh tests/check.sh -f more
refused "compile/run.sh, unknown option" "$option" sh tests/compile/run.sh -x
refused "static/run.sh, unknown rule" "no rule 'nonsense'" sh tests/static/run.sh nonsense
refused "bench.sh, unknown option" "$option" tests/bench/bench.sh -x

# host NAME PATTERN OPTION...: hvhost looks at all of it before it opens /dev/kvm
host() {
	name=$1 pattern=$2
	shift 2
	refused "hvhost, $name" "^hvhost: .*$pattern" "$hvhost" -kernel "$kernel" "$@"
}
refused "hvhost, no kernel" "no -kernel given" "$hvhost"
refused "hvhost, a kernel that is not there" "cannot read the kernel $none" "$hvhost" -kernel "$none"
host "unknown option" "unknown option -foo" -foo
host "an option without its argument" "-m needs an argument" -m
host "an argument that is no option" "unexpected argument foo" foo
host "an initrd that is not there" "cannot read the initrd $none" -initrd "$none"
host "a script that is not there" "cannot read the script $none" -script "$none"
host "a trace that cannot be written" "cannot write the trace file" -trace "$none/trace"
host "unknown device" "no device kind \"foo\"" -device foo
host "unknown option of a device" "bad device option \"foo" -device scsi,foo=1
host "bad value of a device's option" "bad device option \"parallel=x\"" -device scsi,parallel=x
host "a disk image that is not there" "cannot open the disk image $none" -device "scsi,disk=file:$none"
: >"$W/empty"
host "an empty disk image" "less than 4096 bytes" -device "scsi,disk=file:$W/empty"
host "bad size of a disk" "bad disk size" -device scsi,disk=ram:5
host "no size" "-m takes a size" -m much
host "negative size" "-m takes a size" -m -5M
host "too little memory" "-m takes 32M to 64G" -m 1M
host "too much memory" "-m takes 32M to 64G" -m 1000G
host "no vCPU" "-smp takes a number from 1 to" -smp 0
host "too many vCPUs" "-smp takes a number from 1 to" -smp 1000
host "half a gap" "-gap takes START,SIZE" -gap 0xf8000000
host "a gap beyond its end" "-gap takes whole MiB" -gap 0xf8000000,1G
host "unknown bus version" "9\.9 is none of" -vmbus-version 9.9
host "unknown generation" "-gen takes a number" -gen 3
host "bad time limit" "-timeout takes a number" -timeout soon

refused "hvctl, no arguments" "^usage: " "$hvctl"
refused "hvctl, no socket there" "cannot reach hvhost at $none" "$hvctl" "$none" status

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
