# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What all scripts of the rig share: where things are, how to complain.
#
# A script sources this after setting RIG to the directory of the rig.

TOP=$(cd "$RIG/../.." && pwd)
TESTS=$TOP/tests
CACHE=${HYPERV_GUEST_CACHE:-${HOME:-/root}/.cache/hyperv-guest}
KERNELS_TSV=$TESTS/compile/kernels.tsv

me=${0##*/}

die() {
	echo "$me: $*" >&2
	exit 1
}

note() {
	echo "$me: $*" >&2
}

have() {
	command -v "$1" >/dev/null 2>&1
}

# Tools that live in sbin are not in an ordinary user's PATH.
case :$PATH: in
*:/usr/sbin:*) ;;
*) PATH=$PATH:/usr/sbin:/sbin; export PATH ;;
esac

# kernel_field ID N: column N of an id in kernels.tsv, empty when unknown
kernel_field() {
	awk -F'\t' -v id="$1" -v n="$2" \
		'!/^#/ && $1 == id { print $n; exit }' "$KERNELS_TSV"
}

kernel_ids() {
	awk -F'\t' '!/^#/ && NF > 1 { print $1 }' "$KERNELS_TSV"
}

# cache_dir: make the cache, or say why it cannot be
cache_dir() {
	mkdir -p "$CACHE" 2>/dev/null
	[ -w "$CACHE" ] ||
		die "cannot write to the cache $CACHE (set HYPERV_GUEST_CACHE to a directory that you own)"
}
