#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run the scenarios of tests/scenarios/matrix.tsv.
#
# usage: run-all.sh [-f | -a] [-k KERNEL] [-d DRIVERS] [-n]
#   -f  only those of the fast check      -a  those of the long list too
#   -k, -d  only this kernel, these drivers
#   -n  print the list (NAME DRIVERS KERNEL), run nothing

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"

fast='' long='' only_kernel='' only_drivers='' dry=''
while getopts fak:d:nh opt; do
	case $opt in
	f) fast=y ;;
	a) long=y ;;
	k) only_kernel=$OPTARG ;;
	d) only_drivers=$OPTARG ;;
	n) dry=y ;;
	*) echo "usage: run-all.sh [-f | -a] [-k KERNEL] [-d ours|intree] [-n]" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 0 ] || die "unexpected argument '$1'; usage: run-all.sh [-f | -a] [-k KERNEL] [-d ours|intree] [-n]"
[ -z "$only_kernel" ] || [ -n "$(kernel_field "$only_kernel" 1)" ] ||
	die "unknown kernel '$only_kernel'; known: $(kernel_ids | tr '\n' ' ')"

list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
# Ours first: what is left out when time runs out are runs of the referee. Per kernel, so
# that those that need the same machine follow each other.
awk -F'\t' -v fast="$fast" -v long="$long" -v k="$only_kernel" -v d="$only_drivers" '
	/^#/ || NF < 3 { next }
	fast != "" && $4 != "f" { next }
	long == "" && $4 == "l" { next }
	{
		n = split($3, kernels, ",")
		for (i = 1; i <= n; i++) {
			if (k != "" && kernels[i] != k)
				continue
			if ($2 != "intree" && (d == "" || d == "ours"))
				print kernels[i], "ours", NR, $1
			if ($2 != "ours" && (d == "" || d == "intree"))
				print kernels[i], "intree", NR, $1
		}
	}' "$TESTS/scenarios/matrix.tsv" | sort -k2,2r -k1,1 -k3,3n |
	awk '{ print $4, $2, $1 }' >"$list"
[ -s "$list" ] || die "nothing in the matrix fits"
twice=$(sort "$list" | uniq -d | tr '\n' ';' | sed 's/;$//; s/;/; /g')
[ -z "$twice" ] || die "tests/scenarios/matrix.tsv asks twice for: $twice"

if [ -n "$dry" ]; then
	cat "$list"
	exit 0
fi

# Our modules, as the sources are now: make does nothing where nothing changed.
# Warnings are errors, as in tests/compile, or each would build anew what the
# other has built.  Nothing said to a make above this one is meant for these.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES BUILD KDIR KVER MODULES KMAKEFLAGS FORCE_BUILD
mkdir -p "$TOP/build/log" || die "cannot write below $TOP"
# shellcheck disable=SC2013 # words without blanks
for k in $(awk '$2 == "ours" { print $3 }' "$list" | sort -u); do
	echo "# building the modules for $k"
	make -s -C "$TOP" modules KERNEL="$k" WERROR=1 >"$TOP/build/log/modules-$k.log" 2>&1 || {
		tail -n 20 "$TOP/build/log/modules-$k.log" >&2
		die "the modules for $k do not build"
	}
done

# Emulated machines at a time. A guest with one CPU keeps less than one core busy, so two
# take a third less time than one after the other. The largest need 8 GB each.
lanes=${RIG_LANES:-}
if [ -z "$lanes" ]; then
	lanes=1
	if [ "$(nproc)" -gt 1 ] && [ "$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo)" -ge 18 ]; then
		lanes=2
	fi
fi
# Nobody else waits for the rig during such a list: fewer starts of the emulated machine.
RIG_CHUNK=${RIG_CHUNK:-8}
export RIG_CHUNK
RIG_SLOTS=${RIG_SLOTS:-$lanes}
export RIG_SLOTS
sums=$(mktemp -d) || exit 1
trap 'rm -rf "$list" "$sums"' EXIT
n=0
while [ "$n" -lt "$lanes" ]; do
	n=$((n + 1))
	lane=
	[ "$lanes" -eq 1 ] || lane="lane $n "
	awk -v n="$n" -v lanes="$lanes" 'NR % lanes == n % lanes' "$list" >"$sums/list.$n"
	RIG_SUMMARY=$sums/sum.$n "$RIG/run.sh" -b "$sums/list.$n" 2>&1 </dev/null |
		sed -u -e '/^[0-9]* passed, /d' -e "s/^# \[/# ${lane}[/" &
done
wait
# A lane without a verdict did not get to its end.
n=0
while [ "$n" -lt "$lanes" ]; do
	n=$((n + 1))
	[ -s "$sums/sum.$n" ] || { echo "not ok lane $n came to its end"; echo "0 1 0" >"$sums/sum.$n"; }
done
cat "$sums"/sum.* | awk '{ p += $1; f += $2; s += $3 }
	END { print p " passed, " f " failed, " s " skipped"; exit f > 0 }'
