#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How to compile against a model; read by models.sh and models-check.sh, which
# set HERE, TOP and CC.

# Names of all models; with a name: is it one?
model_names() {
	sed -n 's/^\([a-z0-9][a-z0-9._-]*\)	.*/\1/p' "$HERE/models/list"
}
model_known() {
	model_names | grep -qx "$1" && return
	echo "$2: no model '$1'; known: $(model_names | tr '\n' ' ')" >&2
	return 1
}

# model_flags MODEL: sets m_flags and m_models
model_flags() {
	m_flags="-nostdinc -std=gnu89 -fsyntax-only -D__KERNEL__ -DMODULE -Wundef -Wstrict-prototypes"
	m_flags="$m_flags -Wno-address-of-packed-member -Wno-format -Wno-pointer-sign -Wdeclaration-after-statement -fno-builtin"
	m_flags="$m_flags -Wall -Werror-implicit-function-declaration -Wno-unused -Wno-main"
	case $1 in
	*-i386*) m_flags="$m_flags -m32" ;;
	esac
	m_models=
	for m_l in $(awk -v m="$1" '$1 == m { $1 = ""; print }' "$HERE/models/list") common; do
		m_models="$m_models -I$HERE/models/$m_l/include"
	done
}

# A probe or several in one file, with the errors of compat/Kbuild.
model_try() {
	# shellcheck disable=SC2086 # several flags in one variable
	"$CC" $m_flags $m_models -Werror-implicit-function-declaration \
		-Werror=incompatible-pointer-types -Werror=int-conversion \
		-Werror=discarded-qualifiers -ftrack-macro-expansion=0 \
		-DKBUILD_MODNAME='"probe"' "$1" 2>>"$2"
}

# model_true DIR: names of the true probes. As compat/modules.sh does it, a folder
# of probes is one file, and those with an error in it are left out of the next try.
# PROBE=each in the environment: each probe by itself, which must agree.
model_true() {
	: >"$1/true"
	: >"$1/false"
	# The compiler gives up at a header that is not there.
	# shellcheck disable=SC2013 # no header has a space in its name
	for m_h in $(sed -n 's/^#include <\(.*\)>/\1/p' "$TOP"/compat/probes/*/*.c | sort -u); do
		for m_i in $m_models; do
			[ -f "${m_i#-I}/$m_h" ] && continue 2
		done
		grep -l "^#include <$m_h>" "$TOP"/compat/probes/*/*.c
	done | sed 's,.*/,,; s/\.c$//' >"$1/false"
	for m_d in "$TOP"/compat/probes/*/; do
		m_d=${m_d%/}
		[ "${m_d##*/}" = control ] || model_folder "$m_d" "$1"
	done
	cat "$1/true"
}

# model_folder FOLDER DIR: the names from one folder into DIR/true
model_folder() {
	while [ "${PROBE:-}" != each ]; do
		sort -u -o "$2/false" "$2/false"
		for m_p in "$1"/*.c; do
			m_p=${m_p##*/}
			echo "${m_p%.c}"
		done | sort | comm -23 - "$2/false" >"$2/left"
		while read -r m_p; do
			printf '#define hvc_probe hvc_%s\n#include "%s/%s.c"\n#undef hvc_probe\n' \
				"$m_p" "$1" "$m_p"
		done <"$2/left" >"$2/batch.c"
		: >"$2/round"
		if model_try "$2/batch.c" "$2/round"; then
			cat "$2/left" >>"$2/true"
			return
		fi
		cat "$2/round" >>"$2/probe.log"
		sed -n "s,^$1/\([a-z0-9_]*\)\.c:[0-9][0-9:]* \(fatal \)*error:.*,\1,p" \
			"$2/round" | sort -u >"$2/new"
		[ -s "$2/new" ] || break
		cat "$2/new" >>"$2/false"
	done
	# Told apart by nothing but a try of each.
	for m_p in "$1"/*.c; do
		model_try "$m_p" "$2/probe.log" || continue
		m_p=${m_p##*/}
		echo "${m_p%.c}" >>"$2/true"
	done
}

# model_probe DIR: writes hvc_config.h there. False: a control is wrong.
model_probe() {
	: >"$1/probe.log"
	for c in sane insane mismatch; do
		model_try "$TOP/compat/probes/control/control_$c.c" "$1/probe.log" && echo "$c"
	done >"$1/controls"
	[ "$(tr '\n' ' ' <"$1/controls")" = 'sane ' ] || return 1
	{
		echo "#ifndef HVC_CONFIG_H"
		echo "#define HVC_CONFIG_H"
		echo "#define HVC_MODE_FULL 1"
		echo "#define HVC_MODE_NONE 0"
		{
			model_true "$1" | sed 's/^/true /'
			for m_p in "$TOP"/compat/probes/*/*.c; do
				m_p=${m_p##*/}
				echo "fact ${m_p%.c}"
			done
		} | awk '$1 == "true" { t[$2] = 1; next }
			$2 !~ /^control_/ { print "#define HVC_" toupper($2), ($2 in t) + 0 }'
		sed -e 's/#.*//' -e '/^[ 	]*$/d' "$TOP/compat/probes/exports" |
		while read -r s default _; do
			echo "#define HVC_EXPORTED_$(echo "$s" | tr '[:lower:]' '[:upper:]') $default"
		done
		echo "#endif"
	} >"$1/hvc_config.h"
	m_out=$1
	m_platform=legacy
	grep -q 'HVC_KERNEL_DOES_HYPERCALLS 1' "$1/hvc_config.h" && m_platform=native
	return 0
}

# The sources that a build for this model would have, by the Kbuild files.
model_sources() {
	for m_d in vmbus utils storvsc netvsc; do
		sed -n 's/\\$//; s/#.*//; s/^hv_.*= *//; /\.o/p' "$TOP/src/$m_d/Kbuild" |
			tr -s '[:blank:]' '\n' | sed -n "s,\\\$(HV_PLATFORM),$m_platform,; s/\.o\$/.c/p" |
			grep / | sed 's,^,src/,'
	done | if [ "$m_platform" = native ]; then grep -v 'platform_legacy\|platform_tsc'; else cat; fi
	(cd "$TOP" && ls compat/lib/*.c)
}

model_compile() {
	# shellcheck disable=SC2086 # several flags in one variable
	"$CC" $m_flags -I"$TOP/compat/include" -I"$TOP/src/include" -I"$m_out" \
		$m_models -Werror -DHV_MODULE_VERSION='"model"' \
		-DKBUILD_MODNAME='"model"' "$@"
}
