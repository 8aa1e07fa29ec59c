#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Where do a model and the real kernel tree disagree?
#
# usage: models-check.sh [-c CC] [-m KMAKEFLAGS] KDIR MODEL
#   KDIR   prepared tree of that kernel      MODEL  a name of models/list
#   -c     compiler of the kernel's age      -m     more arguments for its make,
#                                                   like ARCH=x86_64
#
# Compares the answers of the probes and the verdict on each deliberate break, and
# looks up in the tree each header, name and member that the model has.
# For whoever has such a tree: nothing of one is part of this project.

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
# shellcheck disable=SC2034 # CC is for models-lib.sh
CC=gcc kcc='' kflags=''
usage='usage: models-check.sh [-c CC] [-m KMAKEFLAGS] KDIR MODEL'
while getopts c:m: opt; do
	case $opt in
	c) kcc=$OPTARG ;;
	m) kflags=$OPTARG ;;
	*) echo "$usage" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 2 ] || { echo "$usage" >&2; exit 2; }
kdir=$1 model=$2
[ -r "$kdir/Makefile" ] || {
	echo "models-check: $kdir is no kernel tree" >&2
	exit 2
}
# shellcheck source=tests/compile/models-lib.sh
. "$HERE/models-lib.sh"
# shellcheck source=tests/compile/models-names.sh
. "$HERE/models-names.sh"
model_known "$model" models-check || exit 2

out=$TOP/build/models/check-$model
rm -rf "$out"
mkdir -p "$out/tree" "$out/model" || exit 1
passed=0 failed=0
ok() {
	echo "ok $*"
	passed=$((passed + 1))
}
bad() {
	echo "not ok $*"
	failed=$((failed + 1))
}

# The tree's own answers: the modules are built on the way.
if make -C "$TOP" modules KDIR="$kdir" ${kcc:+CC="$kcc"} KMAKEFLAGS="$kflags" \
	BUILD="$out/tree" >"$out/tree.log" 2>&1; then
	ok "$model: the real tree builds all modules"
else
	bad "$model: the real tree does not build all modules, see $out/tree.log"
fi
real=$(echo "$out"/tree/*/hvc_config.h)
[ -r "$real" ] || {
	echo "models-check: the probes did not run on $kdir, see $out/tree.log" >&2
	exit 1
}

model_flags "$model"
model_probe "$out/model" || {
	echo "models-check: a control of the model is wrong: models.sh $model" >&2
	exit 1
}
# Whether a symbol is exported is no question to headers.
for f in "$real" "$out/model/hvc_config.h"; do
	grep '^#define HVC_[A-Z0-9_]* [01]' "$f" | grep -v HVC_EXPORTED_ | sort
	echo end
done | awk '/^end$/ { n++; next } { v[n + 0, $2] = $3; all[$2] = 1 }
	END { for (f in all) if (v[0, f] != v[1, f])
		printf "%s: tree %s, model %s\n", f, v[0, f], v[1, f] }' | sort >"$out/differ"
if [ -s "$out/differ" ]; then
	bad "$model: facts differ"
	sed 's/^/    /' "$out/differ"
else
	ok "$model: all facts are those of the real tree"
fi

# The breaks, as objects of an external module; -k: each gets its verdict.
for way in broken mended; do
	d=$out/$way
	mkdir -p "$d"
	objs=''
	for b in "$HERE"/models/breaks/*.c; do
		cp "$b" "$d/" || exit 1
		n=${b##*/}
		objs="$objs ${n%.c}.o"
	done
	flags='-Werror-implicit-function-declaration -Werror'
	[ "$way" = mended ] && flags="-DMODEL_MENDED -Werror-implicit-function-declaration"
	{
		echo "obj-m := $objs"
		echo "ccflags-y += $flags"
		echo "EXTRA_CFLAGS += $flags"
	} >"$d/Kbuild"
	# shellcheck disable=SC2086 # several arguments in one variable
	make -C "$kdir" M="$d" ${kcc:+CC="$kcc"} $kflags -k modules >"$out/$way.log" 2>&1
done
for b in "$HERE"/models/breaks/*.c; do
	n=${b##*/}
	n=${n%.c}
	if [ ! -f "$out/mended/$n.o" ]; then
		bad "$model: the real tree refuses $n even when mended, see $out/mended.log"
	elif [ -f "$out/broken/$n.o" ]; then
		bad "$model: the real tree accepts the break $n"
	else
		ok "$model: the real tree refuses the break $n"
	fi
done

# A model that has more than the tree lets a break pass.
missing=''
for h in $(names_headers); do
	in_tree "$h" || missing="$missing $h"
done
mkdir -p "$out/names"
if names_program "$out/names" >"$out/names/names.c"; then
	echo 'obj-m := names.o' >"$out/names/Kbuild"
	# shellcheck disable=SC2086
	make -C "$kdir" M="$out/names" ${kcc:+CC="$kcc"} $kflags modules >"$out/names.log" 2>&1
	# Quotation marks as the compiler's language has them.
	sed -i -e "s/[\`]/'/g" -e "s/‘/'/g" -e "s/’/'/g" "$out/names.log"
	{
		sed -n -e "s/.*names\.c:[0-9:]* error: '\([A-Za-z_0-9]*\)' undeclared.*/\1/p" \
			-e "s/.*error: '\(struct [A-Za-z_0-9]*\)' has no member named '\([A-Za-z_0-9]*\)'.*/\1.\2/p" \
			"$out/names.log"
		sed -n 's/.*names\.c:\([0-9]*\):.*error: dereferencing pointer to incomplete type.*/\1p/p' "$out/names.log" |
			sort -u | sed -n -f - "$out/names/names.c" | sed 's/^void [a-z_0-9]*(\(struct [A-Za-z_0-9]*\).*->\([a-zA-Z_0-9]*\);.*/\1.\2/'
	} | sort -u >"$out/lacks"
	if ! grep -q 'names\.o' "$out/names.log"; then
		bad "$model: names were not looked up, see $out/names.log"
	elif [ -n "$missing" ] || [ -s "$out/lacks" ]; then
		bad "$model: the tree lacks:$missing $(tr '\n' ' ' <"$out/lacks")"
	elif [ ! -f "$out/names/names.o" ]; then
		bad "$model: names were not looked up, see $out/names.log"
	else
		ok "$model: the tree has all $(grep -c '' "$out/names/names") names and $(grep -c '' "$out/names/members") members"
	fi
else
	bad "$model: its headers cannot be included together"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
