#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Rules of this tree, as code. One "ok" or "not ok" line each, then a count.
#
# usage: run.sh [-f] [RULE...]     -f: skip the slow ones; TREE=<dir>: check that tree
#        run.sh -l                 list the rules
# Rules that need a built kernel share build/ with the compile matrix.

set -u
LC_ALL=C
export LC_ALL
HERE=$(cd "$(dirname "$0")" && pwd)
TREE=${TREE:-$(cd "$HERE/../.." && pwd)}
OUT=${STATIC_OUT:-$TREE/build/static}

RULES="version_macros hvc_names shared_headers pure_code spdx unfinished machine_paths \
file_length gnu89 division checkpatch kernel_doc shellcheck sparse compat_table dkms_conf"

passed=0 failed=0 skipped=0

# verdict RULE: what stands in $OUT/RULE is what is wrong
verdict() {
	if [ -s "$OUT/$1" ]; then
		echo "not ok $1: $(meaning "$1")"
		head -n 20 "$OUT/$1" | sed 's/^/    /'
		n=$(wc -l <"$OUT/$1")
		[ "$n" -le 20 ] || echo "    ... $n lines, see $OUT/$1"
		failed=$((failed + 1))
	else
		echo "ok $1"
		passed=$((passed + 1))
	fi
}

skip() {
	echo "ok $1 # skip $2"
	skipped=$((skipped + 1))
}

meaning() {
	case $1 in
	version_macros) echo "src/ asks for a kernel version" ;;
	hvc_names) echo "src/ uses a fact of compat/" ;;
	shared_headers) echo "the stand-in host and src/ share a header" ;;
	pure_code) echo "pure code includes a kernel header" ;;
	spdx) echo "no SPDX line at the top, or no purpose after it" ;;
	unfinished) echo "a mark of unfinished work" ;;
	machine_paths) echo "a path of one machine" ;;
	file_length) echo "a file of more than 1000 lines" ;;
	gnu89) echo "not the C of the oldest compilers" ;;
	division) echo "a 64-bit division: 32-bit kernels have none" ;;
	checkpatch) echo "the kernel's style checker complains" ;;
	kernel_doc) echo "a malformed kernel-doc comment" ;;
	shellcheck) echo "shellcheck complains" ;;
	sparse) echo "sparse complains" ;;
	compat_table) echo "probes, their users and compat/README.md differ" ;;
	dkms_conf) echo "dkms.conf, dkms/modules.tsv and the modules that are built differ" ;;
	esac
}

# files PATTERN...: what is tracked or about to be; a plain tree gives all
files() {
	if git -C "$TREE" rev-parse >/dev/null 2>&1 &&
	   [ "$(git -C "$TREE" rev-parse --show-toplevel)" = "$TREE" ]; then
		git -C "$TREE" ls-files -co --exclude-standard -- "$@" |
			while read -r f; do [ -f "$TREE/$f" ] && echo "$f"; done
	else
		for p; do
			find . -path ./build -prune -o -path ./.git -prune -o -type f -print |
				sed 's,^\./,,' | while read -r f; do
				# shellcheck disable=SC2254 # a pattern is meant
				case $f in $p) echo "$f" ;; esac
			done
		done | sort -u
	fi
}

src_c() {
	files 'src/*.c' 'src/*.h'
}

check_version_macros() {
	src_c | xargs -r grep -nwE 'LINUX_VERSION_CODE|KERNEL_VERSION|RHEL_RELEASE_CODE|RHEL_RELEASE_VERSION|UTS_UBUNTU_RELEASE_ABI|linux/version\.h' /dev/null
	src_c | xargs -r grep -nE 'RHEL_RELEASE|generated/utsrelease' /dev/null
}

check_hvc_names() {
	src_c | xargs -r grep -nE '\bHVC_|hvc_config' /dev/null
}

check_shared_headers() {
	# Neither side includes from the other's directories, by any path.
	files 'tests/host/*' | grep '\.[ch]$' |
		xargs -r grep -nE '#[ 	]*include *["<][^">]*(hyperv/|src/|compat/|vmbus/|storvsc/|utils/)' /dev/null
	src_c | xargs -r grep -nE '#[ 	]*include *["<][^">]*(tests/|host/|hvhost|vmbus_wire)' /dev/null
	files 'tests/host/Makefile' 'tests/host/*.mk' |
		xargs -r grep -nE '(-I|-include)[ ]*[^ ]*(src|compat)\b' /dev/null
	# No header of one side is a copy of one of the other: the same names.
	files 'tests/host/*' 'src/*' 'compat/*' | grep '\.h$' | while read -r f; do
		echo "$(cksum <"$TREE/$f") $f"
	done | sort | awk '{
		k = $1 " " $2
		side = ($3 ~ /^tests\/host/) ? "h" : "s"
		if (k == last && side != lastside) print $3 ": a copy of " lastf
		last = k; lastside = side; lastf = $3 }'
}

# Files that unit tests or fuzzers compile must not need the kernel.
check_pure_code() {
	{
		files 'tests/unit/*' 'tests/fuzz/*' | grep '\.c$' |
			xargs -r sed -n 's,^.*sources: \(.*\) \*/$,\1,p' | tr ' ' '\n'
		# what names pure.h says that it is pure
		src_c | xargs -r grep -l '^#include <hyperv/pure\.h>' /dev/null
	} | sort -u | grep '^src/' | while read -r f; do
		[ -f "$f" ] || { echo "$f: does not exist"; continue; }
		case $f in src/include/hyperv/pure.h) continue ;; esac
		grep -l '^#include <\(linux\|asm\|scsi\|acpi\)/' "$f"
	done
}

check_spdx() {
	files '*.c' '*.h' '*.sh' '*.S' '*.asl' '*.tsv' 'Makefile' '*/Makefile' 'Kbuild' '*/Kbuild' \
		'tests/compile/expected/*' '.ci/run' dkms.conf |
	while read -r f; do
		head -n 2 "$f" | grep -q 'SPDX-License-Identifier: GPL-2.0-only' ||
			echo "$f: no SPDX-License-Identifier: GPL-2.0-only in the first two lines"
		case $f in
		*.c) head -n 1 "$f" | grep -q '^// SPDX' ||
			echo "$f:1: a .c file begins with // SPDX-License-Identifier" ;;
		*.h) head -n 1 "$f" | grep -q '^/\* SPDX.*\*/$' ||
			echo "$f:1: a .h file begins with /* SPDX-License-Identifier */" ;;
		esac
		case $f in
		*.[ch]) sed -n '2,3p' "$f" | grep -q '^/\*' ||
			echo "$f:2: no sentence on what the file is for" ;;
		esac
	done
}

check_unfinished() {
	# The pattern is put together here so that it does not find itself.
	files '*' | grep -vE '^(COPYING|tests/fuzz/corpus/)' |
		xargs -r grep -nIE "\b(TO""DO|FIX""ME|XX""X|HA""CK)\b" /dev/null
}

check_machine_paths() {
	files '*' | grep -vE '^(COPYING|tests/fuzz/corpus/)' |
		xargs -r grep -nIE '(^|[^A-Za-z0-9_.}/])/(wo''rk|ro''ot|ho''me|tmp/br''ief)/[A-Za-z.]+' /dev/null |
		grep -vE '"\$[a-z]*"/ro''ot/'
}

check_file_length() {
	files '*' | grep -vE '^(COPYING|tests/fuzz/corpus/)' | while read -r f; do
		grep -qI . "$f" || continue
		n=$(wc -l <"$f")
		[ "$n" -le 1000 ] || echo "$f: $n lines"
	done
}

# Each source file is compiled with the flags that Kbuild used for the newest
# build of 6.1, in the dialect of gcc 4.1; only complaints of that dialect count.
check_gnu89() {
	# shellcheck disable=SC2086
	per_file_compile gcc '-std=gnu89 -fsyntax-only -Wno-error -Werror=declaration-after-statement -Wno-pedantic' |
		own_lines | grep -E 'error:|C90'
	# What gnu89 of a new compiler still lets through, or kernel flags allow.
	src_c | xargs -r grep -nE '\bfor \((unsigned |const |struct )*(int|u8|u16|u32|u64|long|size_t|bool|[a-z_]+ \*)[a-z_0-9 ]* = ' /dev/null
	src_c | xargs -r grep -nE '(^|[^:"'"'"'*])//' /dev/null | grep -v ':1:// SPDX' |
		grep -vE '"[^"]*//[^"]*"|https?://'
	src_c | xargs -r grep -nwE '_Generic|_Static_assert|static_assert|__auto_type|guard|scoped_guard|__free|_Bool|typeof_unqual' /dev/null
}

# own_lines: of a compiler's complaints those on files of this tree
own_lines() {
	grep -E "^([^ :]*/kbuild/|$TREE/(src|compat)/)[^ ]*: *(warning|error):" |
		sed "s|^[^ :]*/kbuild/|src/|; s|^$TREE/||" | sort -u
}

# per_file_compile COMPILER FLAGS: every src/*.c that has a Kbuild command file
per_file_compile() {
	find "$(kdir 6.1)" -name '.*.o.cmd' -path '*/kbuild/*/*' | sort | while read -r cmd; do
		o=${cmd##*/.}
		o=$(dirname "$cmd")/${o%.cmd}
		c=${o%.o}.c
		[ -f "$c" ] || continue
		line=$(sed -n '1s/^[a-z]*cmd_[^=]*:= *//p' "$cmd" | sed 's/ ; .*//; s/-Wp,-MM*D,[^ ]*//; s/ -c -o .*//; s/-std=[a-z0-9]*//; s/-Werror[^ ]*//g; s/^[^ ]* //')
		(cd "$KDIR" && eval "$1 $line $2 -c $c" 2>&1)
	done
}

# An object of a 32-bit build that divides 64 bits names a helper.
check_division() {
	find "$(kdir 6.1-686-pae)" -name '*.o' -path '*/kbuild/*/*' | while read -r o; do
		nm -u "$o" | grep -E '__(u|)(div|mod|divmod)di[34]' |
			sed "s|^|$(basename "$o"):|"
	done
}

# kernel_build ID: build the modules as the compile matrix does
kernel_build() {
	make -s -C "$TREE" modules KERNEL="$1" WERROR=1 >"$OUT/kernel-$1.log" 2>&1
}

# kdir ID: where that build lies
kdir() {
	KREL=
	eval "$("$HERE/../rig/kernel.sh" "$1")"
	echo "$TREE/build/$KREL"
}

check_checkpatch() {
	# Reasons, in the order of the list:
	# - the driver interface declares functions of several modules
	# - the kernel tree's MAINTAINERS and DT files do not exist here
	# - SPDX: "GPL-2.0-only" with the C++ comment is checked by spdx above
	# - adapters are macros that hold a whole function, by design
	# - version text of modules, wanted for an out-of-tree driver
	# - a macro argument used once too often is caught by review, the
	#   adapters take names of functions only
	# - extern assertion arrays of HV_ASSERT_SIZE
	# - a word in a message that happens to be the name of its function
	ignore=FILE_PATH_CHANGES,SPDX_LICENSE_TAG,LINUX_VERSION_CODE,MODULE_VERSION,AVOID_EXTERNS
	ignore=$ignore,MACRO_WITH_FLOW_CONTROL,MACRO_ARG_REUSE,CONST_STRUCT,NEW_TYPEDEFS
	ignore=$ignore,FILE_NOT_IN_MAINTAINERS,CONFIG_DESCRIPTION,EMBEDDED_FUNCTION_NAME
	files 'src/*.c' 'src/*.h' >"$OUT/list"
	checkpatch_of "$ignore"
	# What compat defines for an old kernel is what the checker asks others to
	# use (barriers, attributes), or the old form that it warns of.
	ignore=$ignore,MEMORY_BARRIER,VOLATILE,PREFER_DEFINED_ATTRIBUTE_MACRO,IS_ENABLED_CONFIG
	ignore=$ignore,FUNCTION_ARGUMENTS,LINE_SPACING,COMPLEX_MACRO,CONSTANT_COMPARISON
	ignore=$ignore,DEPRECATED_API,PRINTK_RATELIMITED,PRINTK_WITHOUT_KERN_LEVEL,LEADING_SPACE
	ignore=$ignore,NR_CPUS,PREFER_PR_LEVEL,STATIC_CONST_CHAR_ARRAY,CONSIDER_KSTRTO
	files 'compat/*.c' 'compat/*.h' >"$OUT/list"
	checkpatch_of "$ignore"
}

# checkpatch_of IGNORE: the files of $OUT/list
checkpatch_of() {
	# A line may be cut by another's where two say something: still not ok.
	xargs -r -n 16 -P "$(nproc)" perl "$CP/checkpatch.pl" --no-tree --no-signoff --terse --no-summary --show-types \
		--max-line-length=100 --quiet --root="$TREE" --ignore "$1" -f <"$OUT/list" 2>&1
}

check_kernel_doc() {
	files 'src/include/hyperv/*' | grep '\.h$' | while read -r f; do
		perl "$CP/kernel-doc" -none "$f" 2>&1 | grep -E 'warning|error' |
			grep -v 'no structured comments found' |
			grep -v 'No description found for return value'
	done
}

check_shellcheck() {
	files '*' | while read -r f; do
		case $f in
		COPYING|*.c|*.h|*.md|dkms.conf) continue ;;
		*.sh) echo "$f" ;;
		*) head -c 60 "$f" 2>/dev/null | head -n 1 | grep -aq '^#! */bin/sh' && echo "$f" ;;
		esac
	done >"$OUT/list"
	# SC1090, SC1091: files sourced by a computed path.
	# SC2034: variables that only a sourced file reads.
	xargs -r -n 16 -P "$(nproc)" shellcheck -s sh -x -P "$TREE" -S warning -f gcc -e SC1090,SC1091,SC2034 <"$OUT/list"
}

check_sparse() {
	# shellcheck disable=SC2086
	per_file_compile sparse '-D__CHECKER__ -Wno-sparse-error -Wbitwise -Wcontext' |
		own_lines
}

check_compat_table() {
	sh "$TREE/compat/table.sh" -c
}

check_dkms_conf() {
	sh "$TREE/dkms/make-conf.sh" | diff - "$TREE/dkms.conf"
	# What is built is installed, and nothing else is looked for.
	sed -n 's/^obj-m *+= *\(.*\)\.o$/\1/p' "$TREE"/src/*/Kbuild | sort >"$OUT/dkms_built"
	sed -n 's/^\([a-z][a-z0-9_-]*\)[ 	].*/\1/p' "$TREE/dkms/modules.tsv" | sort | diff "$OUT/dkms_built" -
}

[ "${1:-}" = -l ] && { for r in $RULES; do echo "$r: $(meaning "$r")"; done; exit 0; }
fast=
if [ "${1:-}" = -f ]; then
	fast=y
	shift
fi
for r; do
	case " $RULES " in
	*" $r "*) ;;
	*) echo "static: no rule '$r'; known: $RULES" >&2; exit 2 ;;
	esac
done
cd "$TREE" || exit 1
mkdir -p "$OUT" || exit 1

[ $# -gt 0 ] && RULES=$*
for rule in $RULES; do
	rm -f "$OUT/$rule"
	case $fast$rule in
	ydivision|ysparse)
		skip "$rule" "slow; the full check runs it"
		continue ;;
	esac
	case $rule in
	checkpatch|kernel_doc)
		CP=$("$HERE/fetch-checkpatch.sh" 2>"$OUT/fetch.log") || {
			echo "cannot fetch checkpatch: $(tail -n 1 "$OUT/fetch.log")" >"$OUT/$rule"
			verdict "$rule"
			continue
		} ;;
	gnu89|sparse)
		if [ "$rule" = sparse ] && ! command -v sparse >/dev/null 2>&1; then
			skip sparse "sparse is not installed"
			continue
		fi
		if ! kernel_build 6.1; then
			echo "the modules do not build: see $OUT/kernel-6.1.log" >"$OUT/$rule"
			verdict "$rule"
			continue
		fi
		KDIR=
		eval "$("$HERE/../rig/kernel.sh" 6.1)" ;;
	division)
		if ! kernel_build 6.1-686-pae; then
			echo "the modules do not build: see $OUT/kernel-6.1-686-pae.log" >"$OUT/$rule"
			verdict "$rule"
			continue
		fi ;;
	esac
	"check_$rule" >"$OUT/$rule" 2>&1
	verdict "$rule"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
