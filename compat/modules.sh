#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build the modules for one kernel tree, outside the sources.
#
# Called by the top-level Makefile. Everything comes by environment:
#   HV_KDIR    prepared kernel tree or headers     HV_OUT_ROOT  output root (build)
#   HV_KNAME   how to call that kernel in messages HV_CC        compiler, empty = the kernel's choice
#   HV_KFLAGS  more arguments for Kbuild           HV_WERROR    1: warnings are errors
#   HV_MODULES subset of modules, empty = all      HV_FORCE     1: build even where VMBus is built in
#   HV_JOBS    parallel jobs
#   HV_PLATFORM native or legacy: who owns the hypercall page, the kernel or we;
#              empty = as the probes say
#   HV_PROBE   each: every probe is compiled by itself (takes a minute); else in batches
#   HV_FACTS_ONLY 1: find out the facts, build nothing
# Leaves in $HV_OUT_ROOT/<kernel release>/: the modules, hvc_config.h,
# probe.log, build.log, Module.symvers.
#
# Only make, a shell and POSIX's text tools are needed: a RHEL 5 has nothing else.

set -u
LC_ALL=C
export LC_ALL
# Variables of the calling make must not leak into the kernel's make.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL GNUMAKEFLAGS CDPATH

HV_TOP=$(cd "$(dirname "$0")/.." && pwd)
HV_KDIR=${HV_KDIR:-}
HV_KNAME=${HV_KNAME:-}
HV_KFLAGS=${HV_KFLAGS:-}
HV_MODULES=${HV_MODULES:-}
HV_CC=${HV_CC:-}
HV_FORCE=${HV_FORCE:-0}
HV_WERROR=${HV_WERROR:-0}
HV_PLATFORM=${HV_PLATFORM:-}
HV_PROBE=${HV_PROBE:-}
HV_FACTS_ONLY=${HV_FACTS_ONLY:-0}
HV_JOBS=${HV_JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
HV_OUT_ROOT=${HV_OUT_ROOT:-$HV_TOP/build}

die() {
	echo "modules: $*" >&2
	exit 1
}

# ---- the kernel tree

check_tree() {
	[ -n "$HV_KDIR" ] || die "no kernel tree given (KDIR=...)"
	if [ ! -d "$HV_KDIR" ]; then
		if [ -n "$HV_KNAME" ]; then
			die "no headers of kernel $HV_KNAME here: install linux-headers-$HV_KNAME (Debian) or kernel-devel-$HV_KNAME (RHEL), or give KDIR=<prepared tree> or KERNEL=<id>"
		fi
		die "kernel tree $HV_KDIR does not exist"
	fi
	HV_KDIR=$(cd "$HV_KDIR" && pwd) || die "cannot enter the kernel tree"
	[ -r "$HV_KDIR/Makefile" ] ||
		die "$HV_KDIR is not a kernel tree: it has no Makefile"
	autoconf=
	for f in include/generated/autoconf.h include/linux/autoconf.h; do
		[ -r "$HV_KDIR/$f" ] && autoconf=$HV_KDIR/$f && break
	done
	if [ -z "$autoconf" ] || [ ! -r "$HV_KDIR/include/config/auto.conf" ] ||
	   [ ! -x "$HV_KDIR/scripts/basic/fixdep" ] ||
	   [ ! -x "$HV_KDIR/scripts/mod/modpost" ]; then
		die "$HV_KDIR is not prepared for building modules: run 'make oldconfig', 'make prepare' and 'make modules_prepare' there, or use the distribution's headers package"
	fi
	case $HV_KDIR$HV_TOP$HV_OUT_ROOT in
	*[\ :]*) die "the kernel's make cannot work with a space or colon in a path" ;;
	esac
}

# The release as the kernel itself reports it. Distributions let the other
# files differ, this header is what is compiled in.
kernel_release() {
	for f in include/generated/utsrelease.h include/linux/utsrelease.h \
		 include/linux/version.h; do
		[ -r "$HV_KDIR/$f" ] || continue
		sed -n 's/^#define[ 	]*UTS_RELEASE[ 	]*"\(.*\)".*/\1/p' \
			"$HV_KDIR/$f" | sed 1q
	done | sed 1q
}

config_is() {
	grep "^$1=$2\$" "$HV_KDIR/include/config/auto.conf" >/dev/null
}

# full: our modules replace the kernel's or there are none.
# none: VMBus is part of the kernel image, nothing can be replaced.
kernel_mode() {
	if config_is CONFIG_HYPERV_VMBUS y; then
		echo none
	elif config_is CONFIG_HYPERV_VMBUS m; then
		echo full
	elif config_is CONFIG_HYPERV y &&
	     ! grep CONFIG_HYPERV_VMBUS "$HV_KDIR/.config" >/dev/null 2>&1; then
		# Before CONFIG_HYPERV_VMBUS came, this one option was the bus.
		echo none
	else
		echo full
	fi
}

# The compiler that Kbuild will use, as far as it can be told from outside.
compiler() {
	if [ -n "$HV_CC" ]; then
		echo "$HV_CC"
		return
	fi
	cc=
	if [ -r "$HV_KDIR/.kernelvariables" ]; then
		cc=$(sed -n 's/^CC *[:?]*= *//p' "$HV_KDIR/.kernelvariables" |
			sed 's/.*[ )]//' | sed 1q)
	fi
	if [ -z "$cc" ] && config_is CONFIG_CC_IS_CLANG y; then
		cc=clang
	fi
	echo "${cc:-gcc}"
}

# ---- probes

# Everything that decides the outcome of a probe: if it is unchanged, so are
# the results.
probe_key() {
	cat "$HV_TOP"/compat/probes/*/*.c "$HV_TOP/compat/Kbuild" \
		"$HV_TOP/compat/modules.sh" "$HV_TOP"/compat/probes/exports \
		"$autoconf" | cksum
	echo "$HV_KDIR $krel $mode $HV_KFLAGS $HV_FORCE $HV_PROBE"
	echo "$cc"
	"$cc" --version 2>/dev/null | sed 1q
	cksum 2>/dev/null <"$HV_KDIR/Module.symvers"
	# The source of a headers package lies beside the configured part.
	sed -n 's/^include //p' "$HV_KDIR/Makefile" | sed 's/Makefile$//' |
	while read -r d; do
		[ -d "${d}include/linux" ] && ls -lnd "${d}include/linux" "${d}Makefile"
	done
	ls -lnd "$HV_KDIR/Makefile" "$HV_KDIR/include" "$HV_KDIR/scripts"
}

kbuild() {
	dir=$1
	shift
	# shellcheck disable=SC2086 # several arguments in one variable
	make -C "$HV_KDIR" M="$dir" HV_TOP="$HV_TOP" HV_OUT="$out" \
		HV_WERROR="$HV_WERROR" HV_MODULES="$HV_MODULES" \
		HV_PLATFORM="$HV_PLATFORM" \
		${HV_CC:+CC="$HV_CC"} $kflags "$@"
}

# A control did not come out: nothing that the probes say can be believed.
control_failed() {
	echo "modules: $2" >&2
	echo "modules: no fact found out about $krel can be trusted; the compiler says:" >&2
	rm -f "$pdir/$1.o"
	kbuild "$pdir" HV_FACTS="$1" modules 2>&1 |
		grep -v -e '^make' -e '^  ' | sed 's/^/  /' | sed 40q >&2
	echo "modules: see $out/probe.log" >&2
	exit 1
}

# Which of the facts in $facts are true, into $pdir/true, each probe compiled by
# itself. It is what the word "probe" promises, and takes a third of a second each.
probe_each() {
	# control_insane never compiles, so this make always fails and modpost never runs.
	kbuild "$pdir" HV_FACTS="control_insane $1" -k -j "$HV_JOBS" modules >>"$pdir/log" 2>&1
	for f in $1; do
		[ ! -f "$pdir/$f.o" ] || echo "$f" >>"$pdir/true"
	done
}

# The headers that this kernel does not have, of those that probes include.
missing_headers() {
	# shellcheck disable=SC2013 # no header has a space in its name
	for h in $(sed -n 's/^#include <\(.*\)>/\1/p' "$HV_TOP"/compat/probes/*/*.c | sort -u); do
		found=
		for d in $includes; do
			[ -f "$d/$h" ] && found=1 && break
		done
		[ -n "$found" ] || echo "$h"
	done
}

# The same as probe_each(), by batches: a folder of probes becomes one
# file that includes them all. The probes with an error in them are false; the
# others are compiled again without them, until a batch has no error left. So
# every fact that is called true was in a batch that compiled as a whole. A
# batch whose errors cannot be told to a probe is done by single probes.
probe_batches() {
	includes=
	for i in $(sed -n 's/^hv-includes: //p' "$pdir/log" | sed 1q); do
		case $i in
		-I/*) includes="$includes ${i#-I}" ;;
		-I*) includes="$includes $HV_KDIR/${i#-I}" ;;
		esac
	done
	missing=
	[ -z "$includes" ] || missing=$(missing_headers)
	todo=
	for d in "$HV_TOP"/compat/probes/*/; do
		d=${d%/}
		b=${d##*/}
		[ "$b" != control ] || continue
		todo="$todo $b"
		for f in "$d"/*.c; do
			echo "${f##*/}"
		done | sed 's/\.c$//' >"$pdir/$b.facts"
		# A header that is not there ends the compiler's work on a batch.
		for h in $missing; do
			for f in $(grep -l "^#include <$h>" "$d"/*.c); do
				f=${f##*/}
				echo "$f: error: this kernel has no <$h>"
				echo "${f%.c}" >>"$pdir/false"
			done
		done >>"$pdir/log"
	done
	round=0
	while [ -n "$todo" ] && [ "$round" -lt 8 ]; do
		round=$((round + 1))
		sort -u -o "$pdir/false" "$pdir/false"
		objects=
		for b in $todo; do
			objects="$objects batch_$b"
			comm -23 "$pdir/$b.facts" "$pdir/false" >"$pdir/$b.left"
			while read -r f; do
				printf '#define hvc_probe hvc_%s\n#include "%s.c"\n#undef hvc_probe\n' "$f" "$f"
			done <"$pdir/$b.left" >"$pdir/batch_$b.c"
		done
		kbuild "$pdir" HV_FACTS="control_insane $objects" -k -j "$HV_JOBS" modules \
			>"$pdir/round" 2>&1
		cat "$pdir/round" >>"$pdir/log"
		# Compilers before 4.5 call an error that was made of a warning
		# a warning.
		kinds=error
		grep ': warnings being treated as errors' "$pdir/round" >/dev/null &&
			kinds='error\|warning'
		sed -n "s,^\(.*/\)*\([a-z0-9_]*\)\.c:[0-9][0-9:]*: \(fatal \)*\($kinds\):.*,\2,p" \
			"$pdir/round" | sort -u >"$pdir/new"
		still=
		for b in $todo; do
			if [ -f "$pdir/batch_$b.o" ]; then
				cat "$pdir/$b.left" >>"$pdir/true"
			elif [ -n "$(comm -12 "$pdir/$b.left" "$pdir/new")" ]; then
				still="$still $b"
			else
				probe_each "$(tr '\n' ' ' <"$pdir/$b.left")"
			fi
		done
		todo=$still
		cat "$pdir/new" >>"$pdir/false"
	done
	for b in $todo; do
		probe_each "$(tr '\n' ' ' <"$pdir/$b.left")"
	done
}

run_probes() {
	pdir=$out/probe
	key=$(probe_key)
	if [ -s "$out/hvc_config.h" ] && [ "$key" = "$(cat "$out/probe.key" 2>/dev/null)" ]; then
		return
	fi
	rm -rf "$pdir" "$out/probe.key"
	mkdir -p "$pdir" || die "cannot create $pdir"
	facts=
	for f in "$HV_TOP"/compat/probes/*/*.c; do
		b=${f##*/}
		ln -s "$f" "$pdir/$b" || die "two probes are called $b"
		case $b in control_*) ;; *) facts="$facts ${b%.c}" ;; esac
	done
	ln -s "$HV_TOP/compat/Kbuild" "$pdir/Kbuild"
	: >"$pdir/true"
	: >"$pdir/false"
	echo "modules: probing $krel ($(echo "$facts" | wc -w | tr -d ' ') facts)"

	kbuild "$pdir" HV_FACTS="control_insane control_mismatch control_sane" HV_SHOW_INCLUDES=1 \
		-k -j "$HV_JOBS" modules >"$pdir/log" 2>&1
	[ -f "$pdir/control_sane.o" ] ||
		control_failed control_sane "a trivial module does not compile against this tree"
	[ ! -f "$pdir/control_insane.o" ] ||
		control_failed control_insane "a call of a function that does not exist is accepted"
	[ ! -f "$pdir/control_mismatch.o" ] ||
		control_failed control_mismatch "a function of the wrong signature is accepted"
	case $HV_PROBE in
	each) probe_each "$facts" ;;
	*) probe_batches ;;
	esac
	{
		echo "kernel $krel, tree $HV_KDIR"
		echo "compiler $cc: $("$cc" --version 2>/dev/null | sed 1q)"
		echo
		cat "$pdir/log"
	} >"$out/probe.log"

	{
		config_head
		{ sed 's/^/true /' "$pdir/true"; echo "$facts" | tr ' ' '\n' | sed '/./!d; s/^/fact /'; } |
			awk '$1 == "true" { t[$2] = 1; next }
			     { print "#define HVC_" toupper($2), ($2 in t) + 0 }'
		# What a compiler cannot see: is the symbol there for modules?
		sed -e 's/#.*//' -e '/^[ 	]*$/d' "$HV_TOP/compat/probes/exports" |
		while read -r s default _; do
			v=$default
			if [ -s "$HV_KDIR/Module.symvers" ]; then
				v=0
				grep "	$s	" "$HV_KDIR/Module.symvers" >/dev/null && v=1
			fi
			echo "#define HVC_EXPORTED_$(echo "$s" | tr '[:lower:]' '[:upper:]') $v"
		done
		echo
		echo "#endif"
	} >"$out/hvc_config.new"
	put_config
	echo "$key" >"$out/probe.key"
}

config_head() {
	echo "/* What is true of kernel $krel; written by compat/modules.sh, see probe.log. */"
	echo "#ifndef HVC_CONFIG_H"
	echo "#define HVC_CONFIG_H"
	echo
	echo "#define HVC_MODE_FULL $([ "$mode" = full ] && echo 1 || echo 0)"
	echo "#define HVC_MODE_NONE $([ "$mode" = none ] && echo 1 || echo 0)"
	echo
}

# Keep the old file if it says the same, so that nothing is compiled again.
put_config() {
	if cmp "$out/hvc_config.new" "$out/hvc_config.h" >/dev/null 2>&1; then
		rm -f "$out/hvc_config.new"
	else
		mv "$out/hvc_config.new" "$out/hvc_config.h" || die "cannot write to $out"
	fi
}

# ---- the modules

# A tree of links, so that objects never land among the sources.
link_sources() {
	mkdir -p "$sdir"
	{
		(cd "$HV_TOP/src" && find . -name '*.[chS]' -o -name Kbuild)
		(cd "$HV_TOP/compat" && find ./lib -name '*.[ch]')
	} | sort >"$out/sources.new"
	# Forget what the sources no longer have.
	if [ -f "$out/sources" ]; then
		comm -23 "$out/sources" "$out/sources.new" | while read -r f; do
			rm -f "$sdir/$f"
		done
	fi
	mv "$out/sources.new" "$out/sources"
	while read -r f; do
		l=$sdir/${f#./}
		case $f in
		./lib/*) t=$HV_TOP/compat/${f#./} ;;
		*) t=$HV_TOP/src/${f#./} ;;
		esac
		[ "$(readlink "$l" 2>/dev/null)" = "$t" ] && continue
		mkdir -p "${l%/*}"
		ln -sf "$t" "$l" || die "cannot write to $sdir"
	done <"$out/sources"
}

# Loaders of modules before 4.16 refuse a relocation that binutils write since 2.31,
# see plt32.c. No header says what a loader knows. A fact that came with 4.18 stands
# for it: from there on every loader does, and done once too often it changes nothing.
mend_relocations() {
	config_is CONFIG_X86_64 y || return 0
	grep '^#define HVC_BLK_EH_DONE_EXISTS 1$' "$out/hvc_config.h" >/dev/null && return
	for c in "${HOSTCC:-gcc}" cc "$cc"; do
		"$c" -O1 -o "$out/plt32" "$HV_TOP/compat/plt32.c" >>"$out/build.log" 2>&1 || continue
		"$out/plt32" "$@" || die "the modules for $krel cannot be mended; see above"
		return
	done
	if readelf -r "$@" 2>/dev/null | grep R_X86_64_PLT32 >/dev/null; then
		die "kernel $krel may not load modules made by these binutils, and there is no compiler for programs of this machine to mend them (HOSTCC)"
	fi
}

build_modules() {
	sdir=$out/kbuild
	link_sources
	# A set that is only half new would not boot. Old kernels write no list
	# of what they made: nothing else may lie there.
	rm -f "$out"/*.ko "$sdir"/*.ko
	target=modules
	if [ "$mode" = none ]; then
		# The kernel's own symbols stand in the way of linking.
		target=$(sed -e 's/.*[:+]= *//' -e '/legacy/d' \
			-e "s/\$(HV_PLATFORM)/$HV_PLATFORM/" "$sdir"/*/Kbuild |
			tr ' \t' '\n\n' | grep '/.*\.o$' | tr '\n' ' ')
	fi
	# The status of a command before a pipe: by way of a file.
	# shellcheck disable=SC2086 # a list of targets
	{
		kbuild "$sdir" -j "$HV_JOBS" $target 2>&1
		echo $? >"$out/status"
	} | tee "$out/build.log"
	[ "$(cat "$out/status")" = 0 ] || die "the build for $krel failed; see $out/build.log"
	[ "$mode" = none ] && return
	set -- "$sdir"/*.ko
	[ -f "$1" ] || die "the build for $krel made no module"
	mend_relocations "$@"
	# Old objects of a module that is no longer built stay behind.
	if [ -f "$sdir/modules.order" ]; then
		made=$(sed -e 's/\.o$/.ko/' -e 's,.*/,,' "$sdir/modules.order")
	else
		made=$(cd "$sdir" && ls -- *.ko)
	fi
	for ko in $made; do
		if ! cp "$sdir/$ko" "$out/$ko.new" || ! mv "$out/$ko.new" "$out/$ko"; then
			rm -f "$out"/*.ko
			die "cannot write to $out"
		fi
	done
	# Before 2.6.17 or without versions there is none.
	[ ! -f "$sdir/Module.symvers" ] ||
		cp "$sdir/Module.symvers" "$out/Module.symvers" || die "cannot write to $out"
}

case $HV_PLATFORM in
''|native|legacy) ;;
*) die "the platform is native or legacy, not '$HV_PLATFORM'" ;;
esac
check_tree
krel=$(kernel_release)
[ -n "$krel" ] || die "$HV_KDIR does not say which kernel release it is (no UTS_RELEASE)"
cc=$(compiler)
command -v "$cc" >/dev/null 2>&1 ||
	die "the compiler '$cc' that kernel $krel wants is not installed"
mode=$(kernel_mode)
kflags=$HV_KFLAGS
[ -z "$HV_CC" ] && config_is CONFIG_CC_IS_CLANG y && kflags="$kflags LLVM=1"

out=$HV_OUT_ROOT/$krel
mkdir -p "$out" 2>/dev/null && [ -w "$out" ] || die "cannot write to $out"
out=$(cd "$out" && pwd)

# Two builds for one kernel wait for each other.
if command -v flock >/dev/null 2>&1; then
	exec 9>"$out/.lock"
	flock 9
fi

if [ "$mode" = none ] && [ "$HV_FORCE" != 1 ]; then
	{ config_head; echo "#endif"; } >"$out/hvc_config.new"
	put_config
	rm -f "$out/probe.key"
	echo "kernel $krel has VMBus built in: no module is built" >"$out/probe.log"
	echo "modules: kernel $krel has VMBus built in (mode none): nothing to replace, no module built"
	exit 0
fi
[ -s "$HV_KDIR/Module.symvers" ] || {
	echo "modules: $HV_KDIR has no Module.symvers: whether the modules will load cannot be checked" >&2
	kflags="$kflags KBUILD_MODPOST_WARN=1"
}

case $HV_PROBE in
''|each) ;;
*) die "probes are compiled in batches or 'each' by itself, not '$HV_PROBE'" ;;
esac
run_probes
if [ "$HV_FACTS_ONLY" = 1 ]; then
	echo "modules: facts about $krel in $out/hvc_config.h"
	exit 0
fi
if [ -z "$HV_PLATFORM" ]; then
	HV_PLATFORM=legacy
	grep '^#define HVC_KERNEL_DOES_HYPERCALLS 1$' "$out/hvc_config.h" >/dev/null &&
		HV_PLATFORM=native
fi
build_modules
n=$(find "$out" -maxdepth 1 -name '*.ko' | wc -l | tr -d ' ')
if [ "$mode" = none ]; then
	echo "modules: objects compile against $krel (mode none: nothing linked)"
else
	echo "modules: $n modules for $krel in $out"
fi
