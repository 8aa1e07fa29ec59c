#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Install what building and testing needs, when it is missing and we are root;
# otherwise name it in one line and fail.
#
# usage: setup.sh [-n]     -n: only look, install nothing

set -u

only_look=
case ${1:-} in
-n) only_look=y ;;
'') ;;
*) echo "setup: unknown option '$1'; usage: setup.sh [-n]" >&2; exit 2 ;;
esac
[ $# -le 1 ] || { echo "setup: unexpected argument '$2'; usage: setup.sh [-n]" >&2; exit 2; }

PATH=$PATH:/usr/sbin:/sbin
export PATH

missing=
# Lines of the list: a program or a file, and the package that brings it.
while read -r what pkg; do
	case $what in
	''|'#'*) continue ;;
	/*)
		# shellcheck disable=SC2086 # a pattern
		set -- $what
		[ -e "$1" ] && continue
		;;
	*) command -v "$what" >/dev/null 2>&1 && continue ;;
	esac
	case " $missing " in
	*" $pkg "*) ;;
	*) missing="$missing $pkg" ;;
	esac
done <<'LIST'
# building
gcc gcc
make make
ld binutils
bc bc
perl perl
xz xz-utils
zstd zstd
/usr/include/stdio.h libc6-dev
/usr/include/gelf.h libelf-dev
/usr/lib/gcc/x86_64-linux-gnu/*/32/libgcc.a gcc-multilib
modinfo kmod
dkms dkms
# fetching kernels
dpkg-source dpkg-dev
/usr/share/keyrings/debian-archive-keyring.* debian-archive-keyring
flock util-linux
# the rig
qemu-system-x86_64 qemu-system-x86
cpio cpio
iasl acpica-tools
mke2fs e2fsprogs
musl-gcc musl-tools
mandoc mandoc
dpkg-buildpackage dpkg-dev
dh debhelper
debootstrap debootstrap
lintian lintian
rpmbuild rpm
rpmlint rpmlint
# tests
/usr/include/cmocka.h libcmocka-dev
clang clang
/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-x86_64.a libclang-rt-dev
shellcheck shellcheck
sparse sparse
LIST

[ -z "$missing" ] && exit 0
missing=${missing# }

if [ -n "$only_look" ] || [ "$(id -u)" -ne 0 ]; then
	echo "setup: missing packages: $missing (as root: apt-get install $missing)" >&2
	exit 1
fi
command -v apt-get >/dev/null 2>&1 || {
	echo "setup: no apt-get here; install by hand: $missing" >&2
	exit 1
}
echo "setup: installing $missing"
log=$(mktemp) || exit 1
# shellcheck disable=SC2086 # a list of names
if ! { apt-get -qq update &&
	DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing; } >"$log" 2>&1; then
	tail -n 5 "$log" >&2
	rm -f "$log"
	echo "setup: apt-get could not install: $missing" >&2
	exit 1
fi
rm -f "$log"
