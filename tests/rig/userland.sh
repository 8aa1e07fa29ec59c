#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetch or build the static user-space programs of the guests, per architecture.
#
# Prints the path: userland.sh busybox|busybox-musl|musl|fio|e2fsck|distro-daemons|NAME amd64|i386
# distro-daemons: a directory, the daemons of the package hyperv-daemons below
# daemons/distro/ with the libraries that they need, to be laid over a root
# NAME: a program of our own, tests/scenarios/NAME.c

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"
# shellcheck disable=SC1091
. "$RIG/apt.sh"

[ $# -eq 2 ] || { echo "usage: userland.sh busybox|busybox-musl|musl|fio|e2fsck|distro-daemons|NAME amd64|i386" >&2; exit 2; }
what=$1 arch=$2
case $arch in
amd64) m=-m64 ;;
i386) m=-m32 ;;
*) die "unknown architecture '$arch'" ;;
esac

out=$CACHE/userland/$arch/$what
[ "$what" = ethtool ] && out=$out-musl
# Programs of our own are named after their content, so that a change is seen.
own=$TESTS/scenarios/$what.c
[ -r "$own" ] && out=$out-musl-$(cksum <"$own" | cut -d' ' -f1)
[ -x "$out" ] && echo "$out" && exit 0

cache_dir
have flock || die "flock is needed: run tests/rig/setup.sh"
mkdir -p "${out%/*}"
exec 9>"$CACHE/fetch.lock"
flock 9
[ -x "$out" ] && echo "$out" && exit 0

work=$(mktemp -d "$CACHE/userland/work.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

# A compiler in $musl, for programs that start on every kernel: the C library of the
# distribution refuses those before 3.2.
musl_cc() {
	have musl-gcc || die "musl-gcc is needed: run tests/rig/setup.sh"
	musl="musl-gcc"
	if [ "$arch" = i386 ]; then
		# Its 32-bit half is in the package of that architecture, with rules for the compiler.
		apt_open bookworm,bookworm-security "$arch"
		apt_unpack "$work/musl" musl-dev
		sed -e "s|/usr/|$work/musl/usr/|g" -e '/^-dynamic-linker/s/^/-m elf_i386 /' \
			"$work/musl/usr/lib/i386-linux-musl/musl-gcc.specs" >"$work/specs" ||
			die "the package musl-dev has no rules for the compiler"
		musl="gcc -m32 -specs $work/specs"
	fi
	# The kernel's headers, without those of the other libc beside them.
	mkdir "$work/include"
	for d in linux mtd asm-generic; do
		ln -s "/usr/include/$d" "$work/include/$d"
	done
	ln -s /usr/include/x86_64-linux-gnu/asm "$work/include/asm"
	musl="$musl -idirafter $work/include"
}

case $what in
busybox|e2fsck)
	# the package, and its static program
	case $what in
	busybox) set -- busybox-static busybox ;;
	e2fsck) set -- e2fsck-static e2fsck.static ;;
	esac
	note "fetching $1 ($arch)"
	apt_open bookworm,bookworm-security "$arch"
	apt_unpack "$work" "$1"
	for f in "$work"/bin/"$2" "$work"/sbin/"$2" "$work"/usr/bin/"$2" "$work"/usr/sbin/"$2"; do
		[ -x "$f" ] && cp "$f" "$out.new"
	done
	;;
musl)
	# Not a program: what packaging/musl.sh makes 32-bit ones with.
	[ "$arch" = i386 ] || die "only musl for i386 is fetched; the other is of the package musl-tools"
	apt_open bookworm,bookworm-security "$arch"
	apt_unpack "$work/musl" musl-dev
	[ -f "$work/musl/usr/lib/i386-linux-musl/musl-gcc.specs" ] || die "the package musl-dev has no rules for the compiler"
	mv "$work/musl" "$out.new" || exit 1
	;;
busybox-musl)
	# The one of the distribution has a libc that refuses kernels before 3.2.
	note "building a busybox for old kernels ($arch), once"
	musl_cc
	apt_open bookworm,bookworm-security amd64
	apt_source "$work" busybox
	(
		cd "$work"/busybox-*/ || exit 1
		make defconfig &&
		sed -i -e 's/^# CONFIG_STATIC is not set/CONFIG_STATIC=y/' \
			-e 's/^CONFIG_TC=y/# CONFIG_TC is not set/' \
			-e 's/^CONFIG_FEATURE_HAVE_RPC=y/# CONFIG_FEATURE_HAVE_RPC is not set/' \
			-e 's/^CONFIG_FEATURE_INETD_RPC=y/# CONFIG_FEATURE_INETD_RPC is not set/' \
			.config &&
		make -j"$(nproc)" CC="$musl" busybox
	) >"$work/log" 2>&1 </dev/null || {
		grep -i error "$work/log" | head -n 3 >&2
		die "cannot build busybox with musl ($arch)"
	}
	cp "$work"/busybox-*/busybox "$out.new"
	;;
fio)
	# Debian's fio is linked with a hundred libraries; the same source
	# without them gives one static program.
	note "building a static fio ($arch), once"
	apt_open bookworm,bookworm-security amd64
	apt_source "$work" fio
	(
		cd "$work"/fio-* || exit 1
		./configure --build-static --disable-native --disable-numa --disable-rdma \
			--disable-rados --disable-rbd --disable-http --disable-gfapi \
			--disable-libnfs --disable-lex \
			--disable-pmem --disable-shm --disable-tcmalloc \
			--extra-cflags="$m" &&
		make -j"$(nproc)" fio LDFLAGS="-static $m" &&
		strip fio
	) >"$work/log" 2>&1 || {
		tail -n 5 "$work/log" >&2
		die "cannot build fio ($arch)"
	}
	cp "$work"/fio-*/fio "$out.new"
	;;
distro-daemons)
	note "fetching hyperv-daemons ($arch)"
	apt_open bookworm,bookworm-security "$arch"
	apt_unpack "$work/root" hyperv-daemons libc6
	rm -rf "$out.new"
	mkdir -p "$out.new/daemons/distro" "$out.new/usr/libexec"
	if ! cp "$work"/root/usr/sbin/hv_*_daemon "$out.new/daemons/distro/" ||
	   ! cp -a "$work/root/usr/libexec/hypervkvpd" "$out.new/usr/libexec/"; then
		die "the package hyperv-daemons has no daemons"
	fi
	(
		cd "$work/root" || exit 1
		# what the programs name, and the C library: they need no more
		find lib lib32 lib64 usr/lib \( -name 'ld-linux*.so.*' -o -name 'libc.so.6' -o -name 'ld-2*' -o -name 'libc-2*' \) 2>/dev/null |
			cpio -pdm --quiet "$out.new"
	) || die "the package libc6 has no C library"
	;;
ethtool)
	# The ioctl side is all that the oldest guests know, and needs no libmnl.
	note "building a static ethtool ($arch), once"
	musl_cc
	apt_open bookworm,bookworm-security amd64
	apt_source "$work" ethtool
	(
		cd "$work"/ethtool-* || exit 1
		./configure --disable-netlink --disable-pretty-dump CC="$musl" CFLAGS=-O2 LDFLAGS=-static &&
		make -j"$(nproc)" ethtool &&
		strip ethtool
	) >"$work/log" 2>&1 || {
		tail -n 5 "$work/log" >&2
		die "cannot build ethtool ($arch)"
	}
	cp "$work"/ethtool-*/ethtool "$out.new"
	;;
*)
	[ -r "$own" ] || die "unknown program '$what'"
	musl_cc
	# shellcheck disable=SC2086 # words
	$musl -static -O2 -Wall -Wextra -o "$out.new" "$own" >"$work/log" 2>&1 || {
		tail -n 5 "$work/log" >&2
		die "cannot build $what ($arch)"
	}
	;;
esac
[ -s "$out.new" ] || die "no $what for $arch in Debian's package"
mv "$out.new" "$out"
echo "$out"
