#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build a kernel module that only the guests of tests need, tests/scenarios/NAME.c,
# and print where it is.
#
# usage: testmod.sh NAME KDIR KREL [OURS]
#   OURS  where our modules were built: a source that knows RIG_OURS calls them

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"

[ $# -eq 3 ] || [ $# -eq 4 ] || { echo "usage: testmod.sh NAME KDIR KREL [OURS]" >&2; exit 2; }
name=$1 kdir=$2 krel=$3 ours=${4:-}
src=$TESTS/scenarios/$name.c
[ -r "$src" ] || die "there is no $src"
grep -q RIG_OURS "$src" || ours=
[ -z "$ours" ] || [ -r "$ours/Module.symvers" ] || die "our modules for $krel are not built"

# Named after its content and the kernel, so that a change is seen.
dir=$CACHE/testmod/$krel/$name-$(cat "$src" ${ours:+"$ours/Module.symvers" "$ours/hvc_config.h" "$TOP/src/include/hyperv/vmbus.h"} | cksum | cut -d' ' -f1)
[ -r "$dir/$name.ko" ] && echo "$dir/$name.ko" && exit 0

cache_dir
have flock || die "flock is needed: run tests/rig/setup.sh"
mkdir -p "${dir%/*}" || exit 1
exec 9>"$CACHE/testmod.lock"
flock 9
[ -r "$dir/$name.ko" ] && echo "$dir/$name.ko" && exit 0
work=$(mktemp -d "$CACHE/testmod/work.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cp "$src" "$work/$name.c"
echo "obj-m := $name.o" >"$work/Kbuild"
if [ -n "$ours" ]; then
	{
		echo "NOSTDINC_FLAGS += -I$TOP/compat/include -I$TOP/src/include -I$ours"
		echo "ccflags-y += -DRIG_OURS"
	} >>"$work/Kbuild"
	extra=$ours/Module.symvers
fi
make -C "$kdir" M="$work" ${extra:+KBUILD_EXTRA_SYMBOLS="$extra"} modules >"$work/log" 2>&1 </dev/null || {
	grep -E 'error|Error' "$work/log" | head -n 5 >&2
	die "cannot build the test module $name for $krel"
}
rm -rf "$dir"
mkdir "$dir" || exit 1
cp "$work/$name.ko" "$dir/" || exit 1
echo "$dir/$name.ko"
