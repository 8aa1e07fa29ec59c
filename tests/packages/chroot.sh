#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Make a root directory of a Debian release in the cache, for tests of packages.
#
# usage: chroot.sh SUITE[-dracut]     prints the directory; it must not be changed by tests
#
# Suites: bullseye bookworm trixie. With -dracut the initramfs tool is dracut.
# bookworm-systemd is a system that can be booted, with four network managers; libpam-systemd
# because debootstrap does not see who provides the logind that polkitd asks for.

set -u
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
CACHE=${HYPERV_GUEST_CACHE:-${HOME:-/var}/.cache/hyperv-guest}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

die() {
	echo "chroot.sh: $*" >&2
	exit 1
}

[ $# -eq 1 ] || { echo "usage: chroot.sh SUITE[-dracut]" >&2; exit 2; }
case $1 in
bullseye|bookworm|trixie|bullseye-dracut|bookworm-dracut|trixie-dracut|bookworm-systemd) ;;
*) echo "chroot.sh: unknown suite '$1'; known: bullseye bookworm trixie, each also with -dracut; bookworm-systemd" >&2; exit 2 ;;
esac
name=$1
suite=${name%-dracut}
final=$CACHE/chroots/$name
# Raise when what goes in changes.
layout=1

[ "$(cat "$final/.layout" 2>/dev/null)" = $layout ] && { echo "$final"; exit 0; }
[ "$(id -u)" -eq 0 ] || die "only root can make a root directory of $suite"
command -v debootstrap >/dev/null 2>&1 || die "debootstrap is not installed: run tests/rig/setup.sh"
mkdir -p "$CACHE/chroots" || die "cannot write to $CACHE"
exec 9>"$CACHE/chroots/.lock-$name"
flock 9
[ "$(cat "$final/.layout" 2>/dev/null)" = $layout ] && { echo "$final"; exit 0; }

new=$CACHE/chroots/.new-$name
log=$CACHE/chroots/$name.log
rm -rf "$new"
if [ "$name" = bookworm-systemd ]; then
	debootstrap --variant=minbase --include=systemd-sysv,libpam-systemd,dbus,udev,kmod,iproute2,iputils-ping,ifupdown,isc-dhcp-client,netplan.io,network-manager,e2fsprogs,btrfs-progs,dosfstools \
		bookworm "$new" "$mirror" >"$log" 2>&1 </dev/null || die "debootstrap of bookworm failed; see $log"
elif [ "$name" = "$suite" ]; then
	# The packages of a machine that builds modules, without a kernel.
	elf=libelf1
	[ "$suite" != trixie ] || elf=libelf1t64
	debootstrap --variant=minbase --include=dkms,initramfs-tools,kmod,make,gcc,libc6-dev,zstd,procps,mokutil,$elf \
		"$suite" "$new" "$mirror" >"$log" 2>&1 </dev/null || die "debootstrap of $suite failed; see $log"
else
	base=$("$0" "$suite") || exit 1
	cp -a "$base" "$new" || die "cannot copy $base"
	rm -f "$new/.layout"
	{
		mount --bind /proc "$new/proc" &&
		cp /etc/resolv.conf "$new/etc/resolv.conf" &&
		chroot "$new" apt-get update &&
		DEBIAN_FRONTEND=noninteractive chroot "$new" apt-get install -y --no-install-recommends dracut
		rc=$?
		umount "$new/proc"
	} >"$log" 2>&1 </dev/null
	[ "$rc" -eq 0 ] || die "dracut could not be installed in $suite; see $log"
fi
rm -rf "$new"/var/cache/apt/archives/*.deb "$new"/var/lib/apt/lists/*
echo $layout >"$new/.layout"
rm -rf "$final"
mv "$new" "$final" || die "cannot put the directory into $final"
echo "$final"
