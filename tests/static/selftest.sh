#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Break a copy of the tree once for each rule and see the rule fail.
#
# usage: selftest.sh [-a | RULE...]    -a: also the rules that need built modules

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
rules='version_macros hvc_names shared_headers pure_code spdx unfinished machine_paths
file_length checkpatch kernel_doc shellcheck compat_table dkms_conf'
case ${1:-} in
-a) rules="$rules gnu89 division sparse" ;;
'') ;;
-*) echo "usage: selftest.sh [-a | RULE...]" >&2; exit 2 ;;
*) rules=$* ;;
esac

W=$(mktemp -d) || exit 1
trap 'rm -rf "$W"' EXIT
T=$W/tree
mkdir "$T"
cd "$TOP" || exit 1
find . -name .git -prune -o -path ./build -prune -o -type f -print | tar cf - -T - | tar xf - -C "$T"

vmbus=$T/src/vmbus/bus.c
passed=0 failed=0
for rule in $rules; do
	rm -rf "$W/keep"
	mkdir "$W/keep"
	# what a rule gets to see; the file is put back afterwards
	new=
	victim=
	case $rule in
	version_macros) victim=$vmbus; text='#if LINUX_VERSION_CODE > 1
#endif' ;;
	hvc_names) victim=$vmbus; text='#if HVC_SCSI_DONE_EXISTS
#endif' ;;
	shared_headers) victim=$T/tests/host/vmbus.c; text='#include "../../src/include/hyperv/vmbus_proto.h"' ;;
	pure_code) victim=$T/src/vmbus/ring.c; text='#include <linux/slab.h>' ;;
	spdx) new=$T/src/vmbus/new.c; text='int x;' ;;
	unfinished) victim=$vmbus; text="/* TO""DO: later */" ;;
	machine_paths) victim=$T/Makefile; text="# /ro""ot/somewhere" ;;
	file_length) new=$T/docs/long.md; text=$(awk 'BEGIN { for (i = 0; i < 1001; i++) print i }') ;;
	checkpatch) victim=$vmbus; text='int  x( void ){ return 0 ; }' ;;
	kernel_doc) victim=$T/src/include/hyperv/vmbus.h; text='/**
 * struct undocumented - has members
 */
struct undocumented { int a; };' ;;
	shellcheck) victim=$T/tests/check.sh; text='foo() { cd $1; rm -rf $x/*; }; [ $y == 1 ] && local z=1' ;;
	compat_table) new=$T/compat/probes/core/never_used.c; text='// SPDX' ;;
	dkms_conf) victim=$T/dkms/modules.tsv; text='hv_new	/kernel/drivers/hv' ;;
	gnu89) victim=$vmbus; text='void hv_broken(int a); void hv_broken(int a) { a++; int b = a; a = b; }' ;;
	division) victim=$vmbus; text='u64 hv_broken(u64 a, u64 b); u64 hv_broken(u64 a, u64 b) { return a / b; }' ;;
	sparse) victim=$vmbus; text='u32 hv_broken(__le32 a); u32 hv_broken(__le32 a) { return a + 1; }' ;;
	esac
	[ -n "$victim" ] && cp "$victim" "$W/keep/file"
	printf '%s\n' "$text" >>"${victim:-$new}"
	TREE=$T STATIC_OUT=$T/build/static sh "$HERE/run.sh" "$rule" >"$W/log" 2>&1
	if grep -q "^not ok $rule" "$W/log"; then
		echo "ok $rule notices"
		passed=$((passed + 1))
	else
		echo "not ok $rule does not notice: $text"
		sed 's/^/    /' "$W/log"
		failed=$((failed + 1))
	fi
	if [ -n "$victim" ]; then
		cp "$W/keep/file" "$victim"
	else
		rm -f "$new"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
