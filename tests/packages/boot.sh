#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Boot what the packages leave behind: after each step the stand-in host starts the
# kernel with the very initramfs that the system made, its root on a storage disk.
#
# usage: boot.sh [-q]      -q: only after the installation and after the removal
#
# The system is a root directory of Debian 12 (chroot.sh) under a layer in memory; the
# kernel, its modules and ours are the real ones. Nothing of this machine changes.

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
export PATH

quick=
case ${1:-} in
'') ;;
-q) quick=y ;;
*) echo "usage: boot.sh [-q]" >&2; exit 2 ;;
esac
[ $# -le 1 ] || { echo "usage: boot.sh [-q]" >&2; exit 2; }

give_up() {
	echo "ok boot # skip $1"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}

W=$TOP/build/boot-packages
if [ -z "${BOOT_INSIDE:-}" ]; then
	[ "$(id -u)" -eq 0 ] || give_up "needs root"
	for t in dpkg-buildpackage dh debootstrap unshare mount modinfo depmod; do
		command -v $t >/dev/null 2>&1 || give_up "$t is not installed"
	done
	unshare -m true 2>/dev/null || give_up "this machine allows no mount namespace"
	rm -rf "$W"
	mkdir -p "$W/pkg" "$W/steps" || exit 1
	c=$("$HERE/chroot.sh" bookworm) || { echo "not ok boot: no root directory"; exit 1; }
	BOOT_INSIDE=y BOOT_CHROOT=$c unshare -m sh "$0" "$@" >"$W/out" 2>&1
	rc=$?
	grep -v '^[0-9]* passed, ' "$W/out"
	line=$(grep '^[0-9]* passed, ' "$W/out" | tail -n 1)
	[ -n "$line" ] || { echo "not ok boot: the preparation ended early with exit code $rc"; exit 1; }
	passed=${line%% passed*}
	failed=${line#* passed, }
	failed=${failed%% failed*}
	eval "$("$TOP/tests/rig/kernel.sh" 6.1)" || exit 1
	# Outside of the namespace: the rig has processes of its own.
	while read -r step drivers what; do
		if KERNEL_IMAGE=$KIMAGE KERNEL_MODULES=$KMODDIR RIG_INITRD=$W/steps/$step \
			"$TOP/tests/rig/run.sh" -d "$drivers" installed-initramfs >"$W/steps/$step.log" 2>&1; then
			echo "ok boot: $what: the machine starts, with drivers: $drivers"
			passed=$((passed + 1))
		else
			echo "not ok boot: $what: the machine starts, with drivers: $drivers"
			grep -e '^not ok' -e '^#' "$W/steps/$step.log" | sed 's/^/    /'
			failed=$((failed + 1))
		fi
	done <"$W/steps/list"
	echo "$passed passed, $failed failed, 0 skipped"
	[ "$failed" -eq 0 ]
	exit
fi

# ---- the system, in a mount namespace of its own

suite=bookworm
mount --make-rprivate / || exit 1
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"

KREL='' KDIR='' KMODDIR=''
eval "$("$TOP/tests/rig/kernel.sh" 6.1)" || exit 1
KROOT=${KDIR%%/kernels/*}/kernels/6.1
k=$KREL
# shellcheck disable=SC2034 # for make_kernel
KERNEL_MODULES_TOO='ext4 sd_mod crc32c_generic hv_netvsc'

# deb_of VERSION FILE: the package of this tree, called VERSION
deb_of() {
	rm -rf "$W/tree"
	"$TOP/packaging/stage.sh" "$W/tree" >/dev/null || return 1
	chmod -R u+w "$W/tree"
	echo "$1" >"$W/tree/VERSION"
	sed -i "1s/(.*)/($1-1)/" "$W/tree/packaging/debian/changelog"
	(cd "$W/tree" && sh dkms/make-conf.sh >dkms.conf.new && mv dkms.conf.new dkms.conf) || return 1
	[ "${3:-}" != broken ] || echo '#error this version takes no kernel' >>"$W/tree/src/vmbus/bus.c"
	rm -rf "$W/deb"
	sh "$TOP/packaging/deb.sh" -t "$W/tree" -n "$W/deb" >"$W/said" 2>&1 || { cat "$W/said"; return 1; }
	cp "$W/deb"/hyperv-guest-dkms_*.deb "$W/pkg/$2"
}

# step NAME DRIVERS WHAT: keep the initramfs as it is now
step() {
	cp "$R/boot/initrd.img-$k" "$W/steps/$1" || return 1
	echo "$1 $2 $3" >>"$W/steps/list"
}

make_kernel "$k" || exit 1
new_system "$BOOT_CHROOT" || { echo "no system can be made of $BOOT_CHROOT"; exit 1; }
version=$(sed 1q "$TOP/VERSION")
check "packages are built" deb_of "$version" one.deb
if [ -z "$quick" ]; then
	check "one of the next version" deb_of "$version.1" two.deb
	check "one that builds for no kernel" deb_of "$version.2" broken.deb broken
fi

if [ -n "$quick" ]; then
	check "a kernel and our package are installed" install "$(image "$k")" "$(headers "$k")" /pkg/one.deb
else
	check "our package is installed before the kernel" install /pkg/one.deb
	check "the kernel without headers is added" install "$(image "$k")"
	check "it uses its own modules" is "$k" own
	step 1-no-headers intree "a kernel is added without headers"
	check "its headers are added" install "$(headers "$k")"
fi
check "the kernel uses our modules" is "$k" "ours $version"
step 2-installed ours "the package is installed"
if [ -z "$quick" ]; then
	check "an upgrade" install /pkg/two.deb
	check "the kernel uses the new modules" is "$k" "ours $version.1"
	step 3-upgraded ours "an upgrade"
	check "an upgrade that does not build: no error of apt" install /pkg/broken.deb
	check "the kernel uses its own modules" is "$k" own
	step 4-broken intree "an upgrade that does not build"
	check "an earlier version is installed again" install /pkg/one.deb
	check "the kernel uses our modules" is "$k" "ours $version"
	step 5-again ours "back to the earlier version"
fi
check "our package is removed" run apt-get -y remove hyperv-guest-dkms
check "the kernel uses its own modules" is "$k" own
step 6-removed intree "the package is removed"

echo "$passed passed, $failed failed, 0 skipped"
umount -R -l "$R" && umount -l "$W/mem" && rm -rf "$W"/tree "$W"/deb "$W"/image-* "$W"/headers-* "$W/pkg"
[ "$failed" -eq 0 ]
