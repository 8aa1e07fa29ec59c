#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build for every kernel of kernels.tsv, and feed the build bad input.
#
# usage: run.sh [-q] [-w] [KERNEL_ID...]
#   -q  only the kernels, not the bad input
#   -w  write expected/ anew from what the probes say, show the difference
# Logs: build/compile/

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
OUT=$TOP/build/compile
EXPECTED=$HERE/expected
cd "$TOP" || exit 1

quick='' write=''
while getopts qwh opt; do
	case $opt in
	q) quick=y ;;
	w) write=y ;;
	*) echo "usage: run.sh [-q] [-w] [KERNEL_ID...]" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
if [ $# -gt 0 ]; then
	quick=y
	for id; do
		tests/rig/kernel.sh -l | grep -qx -e "$id" || {
			echo "compile: unknown kernel '$id'; known: $(tests/rig/kernel.sh -l | tr '\n' ' ')" >&2
			exit 2
		}
	done
else
	# shellcheck disable=SC2046 # words of a list
	set -- $(tests/rig/kernel.sh -l)
fi
mkdir -p "$OUT" "$EXPECTED" || exit 1

passed=0 failed=0 skipped=0
ok() {
	echo "ok $*"
	passed=$((passed + 1))
}
bad() {
	echo "not ok $1"
	shift
	for l; do echo "    $l"; done
	failed=$((failed + 1))
}
skip() {
	echo "ok $1 # skip $2"
	skipped=$((skipped + 1))
}

# ours LOG: complaints in it, without the kernel's own remarks on its tools
complaints() {
	grep -iE 'warning|error:' "$1" | grep -vE \
		-e 'the compiler differs from the one used to build the kernel' \
		-e 'pahole version differs' -e 'Skipping BTF generation'
}

why() {
	grep -E 'error|ERROR|^modules:' "$1" | grep -v probing | head -n 3
}

facts() {
	grep '^#define HVC_' "$1" | grep -v HVC_CONFIG_H | sort
}

# expected ID RELEASE CONFIG
check_facts() {
	e=$EXPECTED/$1.h
	if [ -n "$write" ]; then
		{
			echo "/* SPDX-License-Identifier: GPL-2.0-only */"
			echo "/* Facts about kernel $1 as seen with release: $2 */"
			facts "$3"
		} >"$OUT/expected.new"
		[ -f "$e" ] && diff -u "$e" "$OUT/expected.new"
		mv "$OUT/expected.new" "$e"
		ok "$1 facts written to tests/compile/expected/$1.h"
		return
	fi
	if [ ! -f "$e" ]; then
		bad "$1 facts" "tests/compile/expected/$1.h is missing: make expected KERNEL=$1"
		return
	fi
	facts "$e" >"$OUT/want"
	facts "$3" >"$OUT/got"
	if cmp -s "$OUT/want" "$OUT/got"; then
		ok "$1 facts are the known ones"
	elif grep -q "release: $2 " "$e"; then
		bad "$1 facts differ from tests/compile/expected/$1.h" "$(diff "$OUT/want" "$OUT/got" | grep '^[<>]' | tr '\n' ' ')" \
			"if that is meant: make expected KERNEL=$1"
	else
		skip "$1 facts" "pinned for another release than $2: $(diff "$OUT/want" "$OUT/got" | grep -c '^>') differ"
	fi
}

# The classes a module must be loaded for (protocol 3), and their GUIDs.
classes() {
	case $1 in
	hv_utils)
		echo "shutdown 0e0b6031-5213-4934-818b-38d90ced39db"
		echo "timesync 9527e630-d0ae-497b-adce-e80ab0175caf"
		echo "heartbeat 57164f39-9115-4e78-ab55-382f3bd5422d"
		echo "kvp a9a0f4e7-5a45-4d96-b827-8a841e8c03e6"
		echo "vss 35fa2e29-ea23-4236-96ae-3a6ebacba440"
		echo "fcopy 34d14be3-dee4-41c8-9ae7-6b174977c192"
		;;
	hv_netvsc)
		echo "net f8615163-df3e-46c5-913f-f2d2f965ed0e"
		;;
	hv_storvsc)
		echo "ide 32412632-86cb-44a2-9b5c-50d1417354f5"
		echo "scsi ba6163d9-04a1-4d29-b605-72e2ffb1dc7f"
		;;
	esac
}

# check_aliases ID MODULE FILE: the device table as the kernel's build read it.
# An alias has the GUID as it lies in memory: the first three numbers little endian.
check_aliases() {
	modinfo -F alias "$3" >"$OUT/aliases"
	a_missing=$(classes "$2" | while read -r a_name a_guid; do
		a_hex=$(echo "$a_guid" | sed 's/^\(..\)\(..\)\(..\)\(..\)-\(..\)\(..\)-\(..\)\(..\)-\(....\)-/\4\3\2\1\6\5\8\7\9/')
		grep -qx "vmbus:$a_hex" "$OUT/aliases" || echo "$a_name vmbus:$a_hex"
	done)
	if [ -z "$a_missing" ]; then
		ok "$1 $2.ko is loaded for its $(classes "$2" | grep -c '') classes"
	else
		bad "$1 $2.ko lacks aliases" "$(echo "$a_missing" | tr '\n' ' ')" "it has: $(tr '\n' ' ' <"$OUT/aliases")"
	fi
}

kernel_full() {
	log=$OUT/$id.log
	start=$(date +%s)
	if ! make modules KERNEL="$id" WERROR=1 >"$log" 2>&1; then
		bad "$id builds" "$(why "$log")" "log: $log"
		return
	fi
	ok "$id builds ($KREL, $(($(date +%s) - start)) s)"
	w=$(complaints "$log")
	if [ -z "$w" ]; then
		ok "$id without a warning"
	else
		bad "$id builds with warnings" "$(echo "$w" | head -n 5)" "log: $log"
	fi
	d=$TOP/build/$KREL
	for m in $(modules); do
		if [ ! -f "$d/$m.ko" ]; then
			bad "$id $m.ko is missing"
			continue
		fi
		v=$(modinfo -F vermagic "$d/$m.ko" | cut -d' ' -f1)
		if [ "$v" = "$KREL" ] && [ "$(modinfo -F version "$d/$m.ko")" = "$(cat VERSION)" ]; then
			ok "$id $m.ko is for $v"
		else
			bad "$id $m.ko is for '$v', version '$(modinfo -F version "$d/$m.ko")'"
		fi
		[ -z "$(classes "$m")" ] || check_aliases "$id" "$m" "$d/$m.ko"
		# What it takes from the bus has the checksums of our bus.
		modprobe --dump-modversions "$d/$m.ko" 2>/dev/null | while read -r crc sym; do
			grep "	$sym	" "$d/Module.symvers" | grep -v "^$crc	"
		done >"$OUT/crc"
		[ -s "$OUT/crc" ] && bad "$id $m.ko wants other symbol versions" "$(head -n 3 "$OUT/crc")"
	done
	check_facts "$id" "$KREL" "$d/hvc_config.h"

	if make modules KERNEL="$id" WERROR=1 2>&1 | grep -q '^modules: probing'; then
		bad "$id probes again although nothing changed"
	else
		ok "$id keeps its facts"
	fi
}

kernel_none() {
	log=$OUT/$id.log
	if ! make modules KERNEL="$id" >"$log" 2>&1; then
		bad "$id (mode none) ends well" "$(tail -n 2 "$log")"
	elif [ "$(grep -vc '^kernel.sh:' "$log")" != 1 ] || ! grep -q 'VMBus built in' "$log"; then
		bad "$id (mode none) says so in one line" "$(head -n 3 "$log")"
	elif [ -n "$(find "build/$KREL" -maxdepth 1 -name '*.ko')" ] ||
	     ! grep -q 'HVC_MODE_NONE 1' "build/$KREL/hvc_config.h"; then
		bad "$id (mode none) leaves no module"
	else
		ok "$id ($KREL) is mode none and says so"
	fi
	# The sources are written for this API: here compat/ must add nothing.
	log=$OUT/$id-objects.log
	if ! make modules KERNEL="$id" FORCE_BUILD=1 WERROR=1 BUILD="$OUT/objects" >"$log" 2>&1; then
		if [ "$id" = newest ]; then
			skip "newest objects" "the API has moved on from the one that src/ is written for: $(why "$log" | sed 1q)"
			return
		fi
		bad "$id objects compile" "$(grep -m1 -E 'error|modules:' "$log")" "log: $log"
	else
		w=$(complaints "$log")
		if [ -z "$w" ]; then
			ok "$id objects compile without a warning"
		else
			bad "$id objects compile with warnings" "$(echo "$w" | head -n 5)" "log: $log"
		fi
	fi
	check_facts "$id" "$KREL" "$OUT/objects/$KREL/hvc_config.h"
}

modules() {
	sed -n 's/^obj-m *+= *\(.*\)\.o$/\1/p' src/*/Kbuild
}

# refused NAME PATTERN ARGUMENT...: make modules must fail with one sentence
refused() {
	r_name=$1 r_pattern=$2
	shift 2
	make modules BUILD="$OUT/bad" "$@" >"$OUT/bad.log" 2>&1
	r_rc=$?
	r_lines=$(grep -vc -E '^make(\[[0-9]*\])?: ' "$OUT/bad.log")
	if [ $r_rc -eq 0 ]; then
		bad "$r_name is refused" "exit code 0"
	elif ! grep -q "$r_pattern" "$OUT/bad.log"; then
		bad "$r_name is refused with the reason" "$(head -n 3 "$OUT/bad.log")"
	elif [ "$r_lines" -gt "${R_LINES:-1}" ]; then
		bad "$r_name is refused in one sentence" "$(head -n 5 "$OUT/bad.log")"
	elif [ -n "$(find "$OUT/bad" -name '*.ko' 2>/dev/null)" ]; then
		bad "$r_name leaves no module"
	else
		ok "refused: $r_name"
	fi
}

# A compiler that forgets flags matching a pattern: the controls must notice.
lax_compiler() {
	cat >"$OUT/$1" <<-WRAP
	#!/bin/sh
	n=\$#
	while [ \$n -gt 0 ]; do
		a=\$1; shift; n=\$((n - 1))
		case \$a in $2) continue ;; esac
		set -- "\$@" "\$a"
	done
	exec ${cc} "\$@"
	WRAP
	chmod +x "$OUT/$1"
}

bad_input() {
	info=$(tests/rig/kernel.sh 6.1) || return
	eval "$info"
	cc=gcc-12
	command -v $cc >/dev/null 2>&1 || cc=gcc
	rm -rf "$OUT/bad" "$OUT/tree"
	mkdir -p "$OUT/tree/empty" "$OUT/tree/unprepared" "$OUT/tree/nomodpost"

	refused "a kernel tree that does not exist" "does not exist" KDIR="$OUT/tree/nowhere"
	refused "a directory that is no kernel tree" "no Makefile" KDIR="$OUT/tree/empty"
	cp "$KDIR/Makefile" "$OUT/tree/unprepared/"
	refused "an unprepared kernel tree" "not prepared" KDIR="$OUT/tree/unprepared"
	cp -R "$KDIR/Makefile" "$KDIR/include" "$OUT/tree/nomodpost/"
	refused "a tree without its build tools" "not prepared" KDIR="$OUT/tree/nomodpost"
	refused "a kernel without headers" "no headers of kernel 1.2.3" KVER=1.2.3
	refused "an unknown kernel id" "unknown kernel" KERNEL=nonsense
	refused "two kernels at once" "only one of" KERNEL=6.1 KDIR="$KDIR"
	refused "a compiler that is not there" "is not installed" KERNEL=6.1 CC=no-such-cc
	: >"$OUT/tree/file"
	make modules KERNEL=6.1 BUILD="$OUT/tree/file" >"$OUT/bad.log" 2>&1
	if [ $? -ne 0 ] && grep -q 'cannot write' "$OUT/bad.log"; then
		ok "refused: an output directory that cannot be written"
	else
		bad "an output directory that cannot be written is refused" "$(head -n 3 "$OUT/bad.log")"
	fi

	# The controls of the probes; these also show the compiler's words.
	R_LINES=45
	lax_compiler cc-deaf "-Werror*"
	refused "a compiler that takes calls of unknown functions" \
		"does not exist is accepted" KERNEL=6.1 CC="$OUT/cc-deaf"
	lax_compiler cc-blind "-Werror=inc*|-Werror=int*"
	refused "a compiler that takes wrong signatures" \
		"wrong signature is accepted" KERNEL=6.1 CC="$OUT/cc-blind"
	printf '#!/bin/sh\nfor a; do case $a in */probe/*.c|*.c) echo "cc-broken: no such flag" >&2; exit 1;; esac; done\nexec %s "$@"\n' $cc >"$OUT/cc-broken"
	chmod +x "$OUT/cc-broken"
	refused "a compiler that compiles nothing" \
		"trivial module does not compile" KERNEL=6.1 CC="$OUT/cc-broken"
	grep -q "no such flag" "$OUT/bad.log" && ok "the compiler's own words are shown" ||
		bad "the compiler's own words are shown" "$(head -n 5 "$OUT/bad.log")"
	R_LINES=
}

# Probes in batches find out what each probe by itself does, also when the
# compiler's complaint names no probe and when one probe spoils the others.
batches() {
	info=$(tests/rig/kernel.sh 6.1) || return
	eval "$info"
	rm -rf "$OUT/batch" "$OUT/each" "$OUT/odd"
	for b_how in batch each; do
		if ! make facts KERNEL=6.1 BUILD="$OUT/$b_how" PROBE="${b_how#batch}" >"$OUT/$b_how.log" 2>&1; then
			bad "probes ($b_how)" "$(why "$OUT/$b_how.log")"
			return
		fi
	done
	if cmp "$OUT/batch/$KREL/hvc_config.h" "$OUT/each/$KREL/hvc_config.h"; then
		ok "probes in batches find the same facts as each by itself"
	else
		bad "probes in batches find other facts than each by itself" \
			"$(diff "$OUT/batch/$KREL/hvc_config.h" "$OUT/each/$KREL/hvc_config.h" | grep '^[<>]')"
	fi
	mkdir -p "$OUT/odd"
	cp -R compat src VERSION "$OUT/odd/"
	b_dir=$OUT/odd/compat/probes/scsi
	# an error in a header, a header that is not there, unknown words in every place
	echo '#error "not here"' >"$OUT/odd/odd.h"
	printf '#include "%s"\nint hvc_probe;\n' "$OUT/odd/odd.h" >"$b_dir/odd_header.c"
	printf '#include <linux/no_such_header.h>\nint hvc_probe;\n' >"$b_dir/odd_missing.c"
	printf 'NO_SUCH_MACRO(hvc_probe) {\n\tno_such_t *x = no_such(int);\n\tno_such_each(x) { }\n}\n' >"$b_dir/odd_alien.c"
	printf 'int hvc_probe(void);\nint hvc_probe(void)\n{\n\treturn 0;\n}\n' >"$b_dir/odd_good.c"
	HV_KDIR=$KDIR HV_KNAME=$KREL HV_OUT_ROOT=$OUT/odd/build HV_KFLAGS=$KMAKEFLAGS HV_FACTS_ONLY=1 \
		sh "$OUT/odd/compat/modules.sh" >"$OUT/odd.log" 2>&1
	b_odd=$(grep -s HVC_ODD "$OUT/odd/build/$KREL/hvc_config.h" | sed 's/.*HVC_//' | sort | tr '\n' ' ')
	grep -s -v HVC_ODD "$OUT/odd/build/$KREL/hvc_config.h" >"$OUT/odd.h"
	if [ "$b_odd" != "ODD_ALIEN 0 ODD_GOOD 1 ODD_HEADER 0 ODD_MISSING 0 " ]; then
		bad "odd probes are told apart" "$b_odd" "$(why "$OUT/odd.log")"
	elif ! cmp "$OUT/odd.h" "$OUT/each/$KREL/hvc_config.h"; then
		bad "odd probes spoil no other" "$(diff "$OUT/odd.h" "$OUT/each/$KREL/hvc_config.h" | grep '^[<>]')"
	else
		ok "odd probes are told apart and spoil no other"
	fi
}

n=0
for id; do
	n=$((n + 1))
	echo "# kernel $id ($n of $#)"
	info=$(tests/rig/kernel.sh "$id") || {
		bad "$id can be fetched"
		continue
	}
	eval "$info"
	case $KMODE in
	full) kernel_full ;;
	none) kernel_none ;;
	*) bad "$id has mode '$KMODE' in kernels.tsv" ;;
	esac
done
if [ -z "$quick" ] && [ -z "$write" ]; then
	echo "# probes"
	batches
	echo "# bad input"
	bad_input
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
