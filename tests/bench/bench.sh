#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Compare our drivers with those of the kernel, side by side.
#
# usage: bench.sh [-k KERNEL] [-r ROUNDS] [-s storvsc|net] [-i]
# One boot of the rig for the disk, one for the network (-s: only this one); in it
# guests with either driver set take turns. Writes build/bench.tsv: metric, ours,
# in-tree, ratio (ours / in-tree), apart; each value is the median of the rounds, and
# apart says whether each round of one was better than each of the other.
#
# Nothing else should run meanwhile. -i: without hardware virtualisation, have the clock of
# the emulated machine count instructions (RIG_CLOCK in tests/rig/boot.sh): its one CPU
# executes 62.5 in a microsecond, and what else runs here does not matter; but QEMU gives
# guests interrupts twice then, and runs may be lost (docs/bench.md).

set -u
BENCH=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$BENCH/../.." && pwd)

die() {
	echo "bench: $*" >&2
	exit 1
}

usage() { echo "usage: bench.sh [-k KERNEL] [-r ROUNDS] [-s storvsc|net] [-i]"; }

kernel=6.1 rounds=3 subjects="storvsc net" RIG_CLOCK="time"
while getopts k:r:s:ih opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	r) rounds=$OPTARG ;;
	s) subjects=$OPTARG ;;
	i) RIG_CLOCK=instructions ;;
	h) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 0 ] || { usage >&2; exit 2; }
case $rounds in
''|*[!0-9]*|0) die "ROUNDS must be a number from 1 on, not '$rounds'" ;;
esac

case $subjects in
storvsc|net|"storvsc net") ;;
*) die "what is measured is 'storvsc' or 'net', not '$subjects'" ;;
esac

mkdir -p "$TOP/build" || die "cannot write to $TOP/build"
W=$(mktemp -d "$TOP/build/.bench.XXXXXX") || exit 1
trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM

for subject in $subjects; do
	i=0
	while [ "$i" -lt "$rounds" ]; do
		i=$((i + 1))
		# Whoever begins has a colder machine: take turns in that, too.
		if [ $((i % 2)) = 1 ]; then
			echo "$subject-bench ours $kernel"
			echo "$subject-bench intree $kernel"
		else
			echo "$subject-bench intree $kernel"
			echo "$subject-bench ours $kernel"
		fi
	done
done >"$W/batch"
export RIG_CLOCK

total=$(wc -l <"$W/batch")
echo "bench: $rounds rounds with each driver set, kernel $kernel, about $((total + 1)) minutes"
# A run's files make way for those of the next of its kind: take the remarks
# as soon as a run has ended.
: >"$W/values"
{
	RIG_CHUNK=$((2 * rounds)) "$TOP/tests/rig/run.sh" -b "$W/batch" 2>&1
	echo "exit $?"
} | while read -r line; do
	echo "$line" >>"$W/log"
	# shellcheck disable=SC2086 # words
	set -- $line
	case $line in
	"exit "*) echo "$2" >"$W/exit" ;;
	"ok "*"-bench "*)
		echo "$line"
		sed -n "s/^# bench /$3 /p" "$TOP/build/run/$4/$3/$2/result.tap" >>"$W/values"
		;;
	"#"*) echo "$line" ;;
	esac
done
[ "$(cat "$W/exit" 2>/dev/null)" = 0 ] || {
	tail -n 20 "$W/log" >&2
	die "the measurement failed; nothing is compared"
}
[ -s "$W/values" ] || die "the runs left no values"
# What the guest's CPUs ran, their exits with it, in the unit of that clock.
if grep -q "counts instructions" "$W/log"; then
	awk '$3 ~ /^cpu-us\// { sub(/^cpu-us/, "instructions", $3); $4 = sprintf("%.0f", $4 * 62.5) } { print }' \
		"$W/values" >"$W/counted"
	mv "$W/counted" "$W/values"
fi

printf 'metric\tours\tin-tree\tratio\tapart\n' >"$TOP/build/bench.tsv"
awk '{ print $2, $3 }' "$W/values" | awk '!seen[$0]++' | while read -r name metric; do
	for d in ours intree; do
		awk -v d="$d" -v n="$name" -v m="$metric" '$1 == d && $2 == n && $3 == m { print $4 }' "$W/values" |
			sort -n | awk '{ v[NR] = $1 } END {
				if (NR % 2) print v[(NR + 1) / 2], v[1], v[NR]
				else if (NR) print (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1], v[NR]
			}' >"$W/$d"
	done
	if [ ! -s "$W/ours" ] || [ ! -s "$W/intree" ]; then
		continue
	fi
	# median, least, most of either
	paste -d ' ' "$W/ours" "$W/intree" | awk -v n="$name $metric" '{
		printf "%s\t%s\t%s\t%s\t%s\n", n, $1, $4, ($4 > 0) ? sprintf("%.2f", $1 / $4) : "-",
			($2 > $6 || $3 < $5) ? "yes" : "no" }'
done >>"$TOP/build/bench.tsv"

column -t -s "$(printf '\t')" "$TOP/build/bench.tsv" 2>/dev/null || cat "$TOP/build/bench.tsv"
# Worse: less per second, more of everything else.
awk -F'\t' 'NR == 1 || $4 == "-" { next }
	{
		n++
		worse = ($1 ~ / iops$/ || $1 ~ /\/s$/) ? $4 < 1 : $4 > 1
		if (worse && $5 == "yes") apart++
		if (worse) { bad++; names = names sprintf("%s%s (%s)", bad > 1 ? ", " : "", $1, $4) }
	}
	END { printf "bench: %d of %d ratios are worse than 1.0, %d of them in each round%s%s\n", bad, n, apart, bad ? ": " : "", names }' \
	"$TOP/build/bench.tsv"
! grep -q "counts instructions" "$W/log" ||
	echo "bench: a second is 62.5 million instructions of all that runs in the emulated machine; instructions/* are those of the guest's CPUs, exits included"
echo "bench: build/bench.tsv written; a good ratio is above 1 for iops and rates, below 1 for the others"
