#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Compile all modules against the models of kernels that cannot be installed.
#
# usage: models.sh [-w] [MODEL...]     -w writes expected/<model>.h anew
#
# For each name in models/list: the probes run against it, their answers are
# compared with expected/<model>.h, every source is checked with -fsyntax-only,
# and each of models/breaks must be an error. Two models at a time. What a model
# is worth against the real tree: models-check.sh. Logs: build/models/

set -u
LC_ALL=C
export LC_ALL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
OUT=$TOP/build/models
CC=${CC:-gcc}
JOBS=2

# shellcheck source=tests/compile/models-lib.sh
. "$HERE/models-lib.sh"

ok() {
	echo "ok $*"
}
bad() {
	echo "not ok $1"
	[ -z "${2:-}" ] || echo "$2" | sed 's/^/    /'
}

check_facts() {
	facts=$HERE/expected/$model.h
	grep '^#define HVC_[A-Z0-9_]* [01]' "$out/hvc_config.h" | sort >"$out/got"
	if [ -n "$write" ]; then
		{
			echo "/* SPDX-License-Identifier: GPL-2.0-only */"
			echo "/* Facts about the model of $model */"
			cat "$out/got"
		} >"$facts" || exit 1
	fi
	grep '^#define HVC_' "$facts" 2>/dev/null | sort >"$out/want"
	if cmp -s "$out/want" "$out/got"; then
		ok "$model $(grep -c ' 1$' "$out/got") of $(grep -c '' "$out/got") facts are true, as expected"
	else
		bad "$model facts differ from tests/compile/expected/$model.h" \
			"$(diff "$out/want" "$out/got" | grep '^[<>]' | head -n 8)"
	fi
}

check_sources() {
	n=0 wrong=''
	: >"$out/sources.log"
	for f in $(model_sources); do
		n=$((n + 1))
		model_compile "$TOP/$f" >>"$out/sources.log" 2>&1 || wrong="$wrong $f"
	done
	if [ "$n" -lt 70 ]; then
		bad "$model: only $n sources were found"
	elif [ -z "$wrong" ]; then
		ok "$model $n sources"
	else
		bad "$model sources:$wrong" "$(grep -E 'error' "$out/sources.log" | head -n 12)"
	fi
}

check_breaks() {
	for b in "$HERE"/models/breaks/*.c; do
		name=${b##*/}
		name=${name%.c}
		# Mended it must compile, or it is refused for another reason.
		if ! model_compile "$b" -DMODEL_MENDED >"$out/$name.log" 2>&1; then
			bad "$model refuses $name even when mended" "$(head -n 4 "$out/$name.log")"
		elif model_compile "$b" >"$out/$name.log" 2>&1; then
			bad "$model accepts the break $name"
		else
			ok "$model refuses the break $name"
		fi
	done
}

# One model; models.sh calls itself with this.
one() {
	model=$1 out=$OUT/$1
	mkdir -p "$out" || exit 1
	model_flags "$model"
	if model_probe "$out"; then
		check_facts
		check_sources
		check_breaks
	else
		bad "$model controls" "$(cat "$out/controls")"
	fi
	echo "end $model"
}

write=
case ${1:-} in
-1) one "$2" && exit 0 ;;
-w1) write=y; one "$2" && exit 0 ;;
-w) write=w; shift ;;
esac
# shellcheck disable=SC2046 # words of a list
[ $# -gt 0 ] || set -- $(model_names)
command -v "$CC" >/dev/null 2>&1 || {
	echo "models: the compiler '$CC' is not installed" >&2
	exit 1
}
for model; do
	model_known "$model" models || exit 2
done
mkdir -p "$OUT" && rm -f "$OUT"/*.out || exit 1
export CC
# shellcheck disable=SC2016 # for the inner shell
printf '%s\n' "$@" |
	xargs -P "$JOBS" -I{} sh -c 'sh "$1" "$2" "$3" >"$4/$3.out" 2>&1' \
	models "$HERE/models.sh" "-${write}1" {} "$OUT"
for model; do
	grep -v '^end ' "$OUT/$model.out"
	grep -q "^end $model\$" "$OUT/$model.out" || bad "$model: its check did not come to an end"
done >"$OUT/all.out"
cat "$OUT/all.out"
passed=$(grep -c '^ok ' "$OUT/all.out")
failed=$(grep -c '^not ok ' "$OUT/all.out")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
