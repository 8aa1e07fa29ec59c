#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Everything that can be checked, in one run with one verdict.
#
# usage: check.sh [-f | -a]
#   -f  the fast selection, under 5 minutes
#   -a  with the long list of scenarios, the life of the packages on all systems, the
#       boot of what they install, and secure boot
#
# Each step is a command whose output has a line "N passed, N failed" or
# "N passed, N failed, N skipped"; the last such line counts. Without one its
# lines "ok" and "not ok" count. A step that ends badly and names no failure, or
# that says nothing at all, is one failure.
# CHECK_MINUTES=N: scenarios that have not begun N minutes after the start are skipped,
# and said to be. Without it 75 minutes for the usual selection, no limit for -a.
# Logs: build/check/<step>.log, summary: build/check/results.

set -u
TOP=$(cd "$(dirname "$0")/.." && pwd)
cd "$TOP" || exit 1
unset MAKEFLAGS MFLAGS MAKELEVEL

fast='' all='' quick=-q
while getopts fah opt; do
	case $opt in
	f) fast=y ;;
	a) all=-a quick= ;;
	*) echo "usage: check.sh [-f | -a]" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 0 ] || { echo "check.sh: unexpected argument '$1'; usage: check.sh [-f | -a]" >&2; exit 2; }

OUT=$TOP/build/check
rm -rf "$OUT"
mkdir -p "$OUT" || exit 1

if [ -n "$fast" ]; then
	cat >"$OUT/steps" <<STEPS
static sh tests/static/run.sh -f
bad-input sh tests/bad-input.sh
unit make -j$(nproc) -C tests/unit run
host make -j$(nproc) -C tests/host selftest
daemons make -j$(nproc) -C tests/daemons run
tools sh tests/tools/run.sh
fuzz make -j$(nproc) -C tests/fuzz run SECONDS=2
compile sh tests/compile/run.sh -q 6.1
scenarios tests/rig/run-all.sh -f
STEPS
else
	cat >"$OUT/steps" <<STEPS
static sh tests/static/run.sh
static-self sh tests/static/selftest.sh
bad-input sh tests/bad-input.sh
unit make -j$(nproc) -C tests/unit run
host make -j$(nproc) -C tests/host selftest
daemons make -j$(nproc) -C tests/daemons run
tools sh tests/tools/run.sh
fuzz make -j$(nproc) -C tests/fuzz run SECONDS=6
compile sh tests/compile/run.sh
models sh tests/compile/models.sh
dkms sh tests/packages/dkms.sh
packages sh tests/packages/build.sh ${quick}
lifecycle sh tests/packages/lifecycle.sh ${quick}
${all:+cases sh tests/packages/cases.sh}
${all:+rpmlife sh tests/packages/rpmlife.sh}
${all:+kmodlife sh tests/packages/kmodlife.sh}
${all:+daemonlife sh tests/packages/daemonlife.sh}
${all:+boot sh tests/packages/boot.sh}
${all:+boot-dracut sh tests/packages/boot.sh -q bookworm-dracut}
${all:+secureboot sh tests/packages/secureboot.sh}
${all:+sandbox sh tests/daemons/sandbox.sh}
scenarios tests/rig/run-all.sh $all
STEPS
	sed -i '/^$/d' "$OUT/steps"
fi
steps=$(wc -l <"$OUT/steps")
steps=$((steps))
begin=$(date +%s)
[ -n "$all" ] || CHECK_MINUTES=${CHECK_MINUTES:-75}
case ${CHECK_MINUTES:-} in
*[!0-9]*) echo "check.sh: CHECK_MINUTES is a number, not '$CHECK_MINUTES'" >&2; exit 2 ;;
?*)
	RIG_DEADLINE=$((begin + CHECK_MINUTES * 60))
	export RIG_DEADLINE
	;;
esac

echo "check: looking for the tools"
tests/rig/setup.sh || {
	echo "check: cannot go on without them" >&2
	exit 1
}

n=0
: >"$OUT/results"
while read -r name command; do
	n=$((n + 1))
	echo "check: step $n of $steps: $name"
	start=$(date +%s)
	{
		# shellcheck disable=SC2086 # a command line
		$command 2>&1 </dev/null
		echo $? >"$OUT/status"
	} | tee "$OUT/$name.log" | grep --line-buffered -vE '^[0-9]+ passed, [0-9]+ failed'
	rc=$(cat "$OUT/status")
	line=$(grep -E '^[^a-z]*[0-9]+ passed, [0-9]+ failed' "$OUT/$name.log" | tail -n 1)
	p=$(echo "$line" | sed -n 's/^[^0-9]*\([0-9]*\) passed.*/\1/p')
	f=$(echo "$line" | sed -n 's/.* \([0-9]*\) failed.*/\1/p')
	s=$(echo "$line" | sed -n 's/.* \([0-9]*\) skipped.*/\1/p')
	if [ -z "$line" ]; then
		p=$(grep -c '^ok ' "$OUT/$name.log")
		f=$(grep -c '^not ok ' "$OUT/$name.log")
	fi
	p=${p:-0} f=${f:-0} s=${s:-0}
	if [ "$rc" -ne 0 ] && [ "$f" -eq 0 ]; then
		echo "check: $name ended with exit code $rc"
		f=$((f + 1))
	elif [ "$p$f$s" = 000 ]; then
		echo "check: $name ran nothing"
		f=1
	fi
	echo "$name $p $f $s $(($(date +%s) - start))" >>"$OUT/results"
	echo "check: $name: $p passed, $f failed, $s skipped; $(($(date +%s) - start)) s, log build/check/$name.log"
done <"$OUT/steps"

echo
awk '{ printf "  %-12s %5d passed %5d failed %5d skipped %6d s\n", $1, $2, $3, $4, $5 }' "$OUT/results"
echo "  $((($(date +%s) - begin + 59) / 60)) minutes in all"
awk '{ p += $2; f += $3; s += $4 }
     END { print p " passed, " f " failed, " s " skipped"; exit f > 0 }' "$OUT/results"
