#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run the scenarios of tests/scenarios/matrix.tsv.
#
# usage: run-all.sh [-f] [-k KERNEL] [-d DRIVERS] [-n]
#   -f  only those of the fast check      -k, -d  only this kernel, these drivers
#   -n  print the list (NAME DRIVERS KERNEL), run nothing

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"

fast='' only_kernel='' only_drivers='' dry=''
while getopts fk:d:nh opt; do
	case $opt in
	f) fast=y ;;
	k) only_kernel=$OPTARG ;;
	d) only_drivers=$OPTARG ;;
	n) dry=y ;;
	*) echo "usage: run-all.sh [-f] [-k KERNEL] [-d ours|intree] [-n]" >&2; exit 2 ;;
	esac
done
[ -z "$only_kernel" ] || [ -n "$(kernel_field "$only_kernel" 1)" ] ||
	die "unknown kernel '$only_kernel'; known: $(kernel_ids | tr '\n' ' ')"

list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
# Per kernel and drivers, so that those that need the same machine follow each other.
awk -F'\t' -v fast="$fast" -v k="$only_kernel" -v d="$only_drivers" '
	/^#/ || NF < 3 { next }
	fast != "" && $4 != "f" { next }
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
	}' "$TESTS/scenarios/matrix.tsv" | sort -k1,1 -k3,3n -k2,2 |
	awk '{ print $4, $2, $1 }' >"$list"
[ -s "$list" ] || die "nothing in the matrix fits"

if [ -n "$dry" ]; then
	cat "$list"
	exit 0
fi

# Our modules must be there; build those that are not.
mkdir -p "$TOP/build" || die "cannot write below $TOP"
# shellcheck disable=SC2013 # words without blanks
for k in $(awk '$2 == "ours" { print $3 }' "$list" | sort -u); do
	info=$("$RIG/kernel.sh" "$k") || exit 1
	rel=$(echo "$info" | sed -n "s/^KREL='\(.*\)'/\1/p")
	[ -f "$TOP/build/$rel/hv_vmbus.ko" ] && continue
	echo "# building the modules for $k"
	make -s -C "$TOP" modules KERNEL="$k" >"$TOP/build/modules-$k.log" 2>&1 || {
		tail -n 20 "$TOP/build/modules-$k.log" >&2
		die "the modules for $k do not build"
	}
done
"$RIG/run.sh" -b "$list"
