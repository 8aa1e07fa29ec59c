#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The daemons in the dialect of old compilers, with another C library, 32-bit;
# and what they say to bad options.

set -u
TOP=$(cd "$(dirname "$0")/../.." && pwd)
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
n=0 failed=0

result() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n $2"
	else
		echo "not ok $n $2"
		[ ! -s "$T/log" ] || sed 's/^/# /' "$T/log" | head -n 20
		failed=1
	fi
}

skip() {
	n=$((n + 1))
	echo "ok $n # SKIP $1"
}

# build NAME MAKE-ARGUMENT...
build() {
	dir=$T/$1
	shift
	make -s -C "$TOP/daemons" OUT="$dir" "$@" >"$T/log" 2>&1
}

STRICT="-Wall -Wextra -Werror -Wundef -Wmissing-prototypes -Wdeclaration-after-statement"
build gnu89 CC=gcc WARN="$STRICT"
result $? "gnu89, all warnings"
if command -v musl-gcc >/dev/null; then
	build musl CC=musl-gcc WARN="$STRICT" LDFLAGS=-static \
		KERNEL_HEADERS="/usr/include /usr/include/$(gcc -print-multiarch 2>/dev/null)"
	result $? "musl"
	[ ! -x "$T/musl/hv_kvp_daemon" ] || "$T/musl/hv_kvp_daemon" --version >"$T/log"
	result $? "musl: a static program runs"
else
	skip "musl-gcc is not installed"
fi
build 32 CC="gcc -m32" CFLAGS=-O0 WARN="$STRICT"
result $? "32-bit"
if command -v clang >/dev/null; then
	build clang CC=clang CFLAGS=-O0 WARN="$STRICT"
	result $? "clang"
else
	skip "clang is not installed"
fi

for d in hv_kvp_daemon hv_vss_daemon hv_fcopy_daemon; do
	p=$T/gnu89/$d
	[ -x "$p" ] || continue
	# libc alone
	needs=$(ldd "$p" | awk '{ print $1 }' | grep -vE '^(linux-vdso|libc\.so|.*ld-linux)' | tr '\n' ' ')
	[ -z "$needs" ]
	result $? "$d needs libc alone${needs:+, not $needs}"
	"$p" --version | grep -qx "$d (hyperv-guest) $(sed 1q "$TOP/VERSION")" &&
		"$p" -h | grep -q '^usage:' && "$p" --help | grep -q -- --no-daemon
	result $? "$d: version and help"
	bad=0
	for option in --nonsense stray --device; do
		"$p" $option >"$T/log" 2>&1
		[ $? -eq 2 ] && [ -s "$T/log" ] || bad=1
	done
	result "$bad" "$d: bad options are refused"
	mkdir -p "$T/root/var/lib"
	"$p" --root "$T/root" --device "$T/none" >"$T/log" 2>&1
	[ $? -eq 1 ] && [ "$(grep -c 'No such file' "$T/log")" = 1 ]
	result $? "$d: a missing device is told, and its exit code is 1"
done

echo "1..$n"
[ "$failed" -eq 0 ]
