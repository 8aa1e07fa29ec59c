#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A compiler for programs that start on every system the packages are for.
#
# usage: musl.sh ARCH DIR     ARCH: amd64, x86_64, i386, i686; prints the command, which
#                             uses files that are put into DIR, to be used with -static
#
# Programs that are linked with this machine's C library start only where that is as new:
# glibc 2.36 serves neither Debian 11 nor RHEL 5 to 9. A static musl serves all, from
# kernel 2.6 on.
#
# For i386 on a 64-bit machine Debian's package musl-dev:i386 is needed, installed or
# unpacked below $HYPERV_GUEST_MUSL32, or into the cache by "tests/rig/userland.sh musl i386".

set -eu

die() {
	echo "musl.sh: $*" >&2
	exit 1
}

[ $# -eq 2 ] || { echo "usage: musl.sh ARCH DIR" >&2; exit 2; }
arch=$1 dir=$2
command -v gcc >/dev/null 2>&1 || die "gcc is needed: apt-get install gcc"
command -v musl-gcc >/dev/null 2>&1 || die "musl-gcc is needed: apt-get install musl-tools"
multi=$(gcc -print-multiarch 2>/dev/null) || multi=

mkdir -p "$dir/include"
dir=$(cd "$dir" && pwd)
cc=musl-gcc
case $arch:$(gcc -dumpmachine) in
amd64:x86_64*|x86_64:x86_64*|i[3-6]86:i[3-6]86*) ;;
i[3-6]86:x86_64*)
	have=
	for d in ${HYPERV_GUEST_MUSL32:+"$HYPERV_GUEST_MUSL32"} / \
		"${HYPERV_GUEST_CACHE:-${HOME:-/var}/.cache/hyperv-guest}/userland/i386/musl"; do
		d=${d%/}
		[ ! -f "$d/usr/lib/i386-linux-musl/musl-gcc.specs" ] || { have=y; break; }
	done
	[ -n "$have" ] ||
		die "a 32-bit musl is needed: run 'tests/rig/userland.sh musl i386' once, which downloads it"
	echo 'int x;' | gcc -m32 -x c -c -o /dev/null - 2>/dev/null && [ -f "$(gcc -m32 -print-libgcc-file-name)" ] ||
		die "gcc makes no 32-bit programs: apt-get install gcc-multilib"
	sed -e "s|/usr/|$d/usr/|g" -e '/^-dynamic-linker/s/^/-m elf_i386 /' \
		"$d/usr/lib/i386-linux-musl/musl-gcc.specs" >"$dir/musl32.specs"
	cc="gcc -m32 -march=i686 -specs $dir/musl32.specs" ;;
*) die "no static programs for '$arch' can be made on this machine" ;;
esac
# The kernel's headers, without those of the other C library beside them.
for h in linux asm-generic; do
	ln -sfn "/usr/include/$h" "$dir/include/$h"
done
ln -sfn "/usr/include/${multi:+$multi/}asm" "$dir/include/asm"
[ -f "$dir/include/asm/types.h" ] && [ -f "$dir/include/linux/types.h" ] ||
	die "the kernel's headers are needed: apt-get install linux-libc-dev"
echo "$cc -idirafter $dir/include"
