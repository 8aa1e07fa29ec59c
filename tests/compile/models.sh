#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Compile all modules against the models of kernels that cannot be installed.
#
# usage: models.sh [-w] [MODEL...]     -w writes expected/<model>.h anew
#
# For each directory models/<kernel>-<arch>: the probes run against it, their
# answers are compared with expected/<model>.h, every source is checked with
# -fsyntax-only, and each of the breaks below must be an error. What a model is
# worth against the real tree: models-check.sh. Logs: build/models/

set -u
LC_ALL=C
export LC_ALL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
OUT=$TOP/build/models
CC=${CC:-gcc}
passed=0 failed=0

write=
[ "${1:-}" = -w ] && write=y && shift
# shellcheck disable=SC2046 # words of a list
[ $# -gt 0 ] || set -- $(cd "$HERE/models" && echo *-*)
command -v "$CC" >/dev/null 2>&1 || {
	echo "models: the compiler '$CC' is not installed" >&2
	exit 1
}

ok() {
	echo "ok $*"
	passed=$((passed + 1))
}
bad() {
	echo "not ok $1"
	[ -z "${2:-}" ] || echo "$2" | sed 's/^/    /'
	failed=$((failed + 1))
}

# shellcheck source=tests/compile/models-lib.sh
. "$HERE/models-lib.sh"

for model; do
	[ -r "$HERE/models/$model/include/model/has.h" ] || {
		echo "models: no model '$model'; known: $(cd "$HERE/models" && echo *-*)" >&2
		exit 2
	}
	out=$OUT/$model
	mkdir -p "$out" || exit 1
	model_flags "$model"

	if ! model_probe "$out"; then
		bad "$model controls" "$(cat "$out/controls")"
		continue
	fi
	facts=$HERE/expected/$model.h
	if [ -n "$write" ]; then
		{
			echo "/* SPDX-License-Identifier: GPL-2.0-only */"
			echo "/* Facts about the model of $model */"
			grep '^#define HVC_[A-Z0-9_]* [01]' "$out/hvc_config.h" | sort
		} >"$facts"
	fi
	grep '^#define HVC_[A-Z0-9_]* [01]' "$out/hvc_config.h" | sort >"$out/got"
	grep '^#define HVC_' "$facts" 2>/dev/null | sort >"$out/want"
	if cmp -s "$out/want" "$out/got"; then
		ok "$model $(grep -c ' 1$' "$out/got") of $(grep -c '' "$out/got") facts are true, as expected"
	else
		bad "$model facts differ from tests/compile/expected/$model.h" \
			"$(diff "$out/want" "$out/got" | grep '^[<>]' | head -n 8)"
	fi

	n=0 wrong=''
	: >"$out/sources.log"
	for f in $(model_sources); do
		n=$((n + 1))
		model_compile "$TOP/$f" >>"$out/sources.log" 2>&1 || wrong="$wrong $f"
	done
	if [ -z "$wrong" ]; then
		ok "$model $n sources"
	else
		bad "$model sources:$wrong" "$(grep -E 'error' "$out/sources.log" | head -n 12)"
	fi

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
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
