#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetch a kernel of the matrix into the cache and prepare its headers for
# building modules outside the tree, without installing anything.
#
# Prints shell assignments: KID KARCH KREL KDIR KIMAGE KVMLINUX KMODDIR KMODE KMAKEFLAGS.

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"
# shellcheck disable=SC1091
. "$RIG/apt.sh"

usage() {
	echo "usage: kernel.sh [-u] KERNEL_ID   fetch (-u: again) and print where its parts are"
	echo "       kernel.sh -l               list the ids"
}

update=
while getopts ulh opt; do
	case $opt in
	u) update=y ;;
	l) kernel_ids; exit 0 ;;
	h) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || { usage >&2; exit 2; }

id=$1
arch=$(kernel_field "$id" 2)
[ -n "$arch" ] || die "unknown kernel '$id'; known: $(kernel_ids | tr '\n' ' ')"

final=$CACHE/kernels/$id
# Raise when what this script makes of a package changes: old results are made anew.
layout=1

if [ -z "$update" ] && [ "$(cat "$final/layout" 2>/dev/null)" = "$layout" ]; then
	cat "$final/info.sh"
	exit 0
fi

cache_dir
for t in flock depmod strip xz zstd dpkg-deb ldd; do
	have $t || die "$t is needed: run tests/rig/setup.sh"
done
mkdir -p "$CACHE/kernels"
exec 9>"$CACHE/fetch.lock"
flock 9
if [ -z "$update" ] && [ "$(cat "$final/layout" 2>/dev/null)" = "$layout" ]; then
	cat "$final/info.sh"
	exit 0
fi

suites=$(kernel_field "$id" 3)
image=$(kernel_field "$id" 4)
headers=$(kernel_field "$id" 5)
mode=$(kernel_field "$id" 6)

# resolve NAME PREFIX: a name with a star means the highest version; a meta
# package means the one of its dependencies that begins with PREFIX and a digit.
resolve() {
	case $1 in
	*\**) apt_highest "$1" ;;
	*) apt_depends "$1" | grep "^$2[0-9]" | head -n 1 ;;
	esac
}

note "fetching kernel $id from $suites ($arch)"
apt_open "$suites" "$arch"
image_pkg=$(resolve "$image" linux-image-)
headers_pkg=$(resolve "$headers" linux-headers-)
[ -n "$image_pkg" ] || die "suites $suites carry no $image today"
[ -n "$headers_pkg" ] || die "suites $suites carry no $headers today"

new=$CACHE/kernels/.new-$id
rm -rf "$new"
mkdir -p "$new/root"

pkgs=$image_pkg
# Since 7.0 modules and boot files are packages of their own.
for p in $(apt_depends "$image_pkg") $(apt_depends "$headers_pkg"); do
	case $p in
	linux-modules-[0-9]*|linux-binary-[0-9]*|linux-base-[0-9]*|linux-headers-*-common|linux-kbuild-[0-9]*)
		pkgs="$pkgs $p" ;;
	esac
done
# shellcheck disable=SC2086 # a list of names
apt_unpack "$new/root" $pkgs "$headers_pkg"

rel=${headers_pkg#linux-headers-}
moddir=
for d in lib/modules usr/lib/modules; do
	[ -d "$new/root/$d/$rel/kernel" ] && moddir=$d/$rel
done
[ -n "$moddir" ] || die "package $image_pkg holds no modules for $rel"
bz=
for f in boot/vmlinuz-$rel usr/lib/modules/$rel/vmlinuz; do
	[ -f "$new/root/$f" ] && bz=$f && break
done
[ -n "$bz" ] || die "package $image_pkg holds no kernel image for $rel"
hdr=usr/src/linux-headers-$rel
[ -f "$new/root/$hdr/.config" ] || die "package $headers_pkg holds no configuration"

# --- the headers tree: absolute paths of the package become paths of the cache

croot=$final/root
sed -i "s|/usr/src/|$croot/usr/src/|g" "$new/root/$hdr/Makefile"
ln -sfn "$croot/$hdr" "$new/root/$moddir/build"
[ -h "$new/root/$moddir/source" ] &&
	ln -sfn "$croot/usr/src/linux-headers-${rel%-*}-common" "$new/root/$moddir/source"
# Links that point to /usr/lib... from below /usr/src
find "$new/root/usr/src" -type l | while read -r l; do
	t=$(readlink "$l")
	case $t in
	/usr/*) ln -sfn "$croot$t" "$l" ;;
	esac
done

# Newer packages carry the kernel's type information in a file named vmlinux;
# with it every module would get its own, by a tool that need not be here.
rm -f "$new/root/$hdr/vmlinux"

# One compiler for all: gcc-12 where it exists, else the machine's own.
cc=gcc-12
have $cc || cc=gcc
if [ -f "$new/root/$hdr/.kernelvariables" ]; then
	sed -i "s/gcc-[0-9][0-9.]*/$cc/" "$new/root/$hdr/.kernelvariables"
fi
# A configuration written by a newer compiler names abilities that ours lacks.
# Compiler flags that depend on them are switched off in this private copy.
auto=$new/root/$hdr/include/config/auto.conf
if have $cc && [ -f "$auto" ] && ! echo 'int x;' |
	$cc -fmin-function-alignment=16 -c -x c - -o /dev/null 2>/dev/null; then
	sed -i '/^CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT=/d' "$auto" "$new/root/$hdr/.config"
	sed -i '/CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT /d' \
		"$new/root/$hdr/include/generated/autoconf.h"
fi

# --- the kernel's own build tools: linked against the suite's libc, which may
# --- be newer than this machine's.  If so they run under the suite's loader.

kbuild=$(echo "$new"/root/usr/lib/linux-kbuild-*)
[ -d "$kbuild" ] || die "no linux-kbuild package among the dependencies of $headers_pkg"
elfs=$(find "$kbuild/" -type f -perm -100 | while read -r f; do
	[ "$(dd if="$f" bs=1 skip=1 count=3 2>/dev/null)" = ELF ] && echo "$f"
done)
# shellcheck disable=SC2086 # a list of paths without blanks
if ldd $elfs 2>&1 | grep -q 'GLIBC_.*not found'; then
	libsuite=${suites%%,*}
	libsuite=${libsuite%-backports}
	libs=libc6
	for p in $(apt_depends "${kbuild##*/}"); do
		case $p in
		libelf*|libssl*|zlib*) libs="$libs $p" ;;
		esac
	done
	case " $libs " in
	*" libelf"*) libs="$libs libzstd1" ;;
	esac
	(
		apt_open "$libsuite" amd64
		# shellcheck disable=SC2086
		apt_unpack "$new/libs" $libs
	) || exit 1
	ld=$(find "$new/libs" -type f \( -name 'ld-linux-x86-64.so.2' -o -name 'ld-2.*.so' \) |
		head -n 1)
	[ -n "$ld" ] || die "the libc of $libsuite has no loader"
	ldrel=${ld#"$new/"}
	libdirs=$final/libs/usr/lib/x86_64-linux-gnu:$final/libs/lib/x86_64-linux-gnu
	for f in $elfs; do
		mv "$f" "$f.elf"
		{
			echo '#!/bin/sh'
			echo "exec $final/$ldrel --argv0 \"\$0\" --library-path $libdirs \"\$0.elf\" \"\$@\""
		} >"$f"
		chmod 755 "$f"
	done
fi

# --- dependencies of the kernel's own modules, for whoever makes a guest image

[ -d "$new/root/lib/modules" ] || ln -sfn usr/lib "$new/root/lib"
depmod -b "$new/root" "$rel" || die "depmod failed on $image_pkg (package kmod)"

# --- an uncompressed kernel: it boots seconds faster under emulation

"$RIG/extract-vmlinux.sh" "$new/root/$bz" "$new/vmlinux" ||
	die "cannot unpack the kernel image of $image_pkg"

{
	echo "KID='$id'"
	echo "KARCH='$arch'"
	echo "KREL='$rel'"
	echo "KDIR='$croot/$hdr'"
	echo "KIMAGE='$croot/$bz'"
	echo "KVMLINUX='$final/vmlinux'"
	echo "KMODDIR='$croot/$moddir'"
	echo "KMODE='$mode'"
	echo "KMAKEFLAGS=''"
} >"$new/info.sh"
echo "$layout" >"$new/layout"

# Whoever still uses the old tree keeps it until the next fetch.
rm -rf "$CACHE/kernels/.old-$id"
if [ -d "$final" ]; then
	mv "$final" "$CACHE/kernels/.old-$id"
fi
mv "$new" "$final" || die "cannot put the tree into $final"
cat "$final/info.sh"
