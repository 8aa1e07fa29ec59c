#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Boot what the packages leave behind: after each step the stand-in host starts the
# kernel with the very initramfs that the system made, its root on a storage disk.
#
# usage: boot.sh [-q] [SUITE]      -q: only after the installation and after the removal
#
# SUITE is bookworm, where initramfs-tools makes the initramfs, or bookworm-dracut.
# The system is a root directory of Debian 12 (chroot.sh) under a layer in memory; the
# kernel, its modules and ours are the real ones. Nothing of this machine changes.

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)

usage() {
	echo "usage: boot.sh [-q] [bookworm|bookworm-dracut]" >&2
	exit 2
}
quick=
while getopts q opt; do
	case $opt in
	q) quick=y ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -le 1 ] || usage
from=${1:-bookworm}
case $from in
bookworm|bookworm-dracut) ;;
*) echo "boot.sh: unknown suite '$from'" >&2; usage ;;
esac

suite=boot
[ "$from" = bookworm ] || suite=boot-dracut
W=$TOP/build/$suite-packages
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"
if [ -z "${BOOT_INSIDE:-}" ]; then
	needs dpkg-buildpackage dh
	rm -rf "$W"
	mkdir -p "$W/pkg" "$W/steps" || exit 1
	c=$("$HERE/chroot.sh" "$from") || { echo "not ok $suite: no root directory"; exit 1; }
	BOOT_INSIDE=y BOOT_CHROOT=$c unshare -m sh "$0" ${quick:+-q} "$from" >"$W/out" 2>&1
	rc=$?
	count_of "$W/out" || { echo "not ok $suite: the preparation ended early with exit code $rc"; exit 1; }
	# Outside of the namespace: the rig has processes of its own.
	while read -r step drivers id what; do
		kernel_of "$id"
		if KERNEL_IMAGE=$KIMAGE KERNEL_MODULES=$KMODDIR OURS_DIR=$W/set-$id RIG_INITRD=$W/steps/$step \
			"$TOP/tests/rig/run.sh" -d "$drivers" installed-initramfs >"$W/steps/$step.log" 2>&1 </dev/null; then
			echo "ok $suite: $what: the machine starts, with drivers: $drivers"
			passed=$((passed + 1))
		else
			echo "not ok $suite: $what: the machine starts, with drivers: $drivers"
			grep -e '^not ok' -e '^#' "$W/steps/$step.log" | sed 's/^/    /'
			failed=$((failed + 1))
		fi
	done <"$W/steps/list"
	echo "$passed passed, $failed failed, 0 skipped"
	[ "$failed" -eq 0 ]
	exit
fi

# ---- the system, in a mount namespace of its own

mount --make-rprivate / || exit 1
# One that is added later, and that other headers belong to.
later=5.10
kernel_of 6.1
k=$KREL
# shellcheck disable=SC2034 # for make_kernel
KERNEL_MODULES_TOO='ext4 sd_mod crc32c_generic hv_netvsc'

# step NAME DRIVERS ID WHAT: keep the initramfs of that kernel as it is now; without
# one there is nothing to boot, and no verdict
step() {
	kernel_of "$3"
	cp "$R/boot/initrd.img-$KREL" "$W/steps/$1" || exit 1
	echo "$1 $2 $3 $4" >>"$W/steps/list"
}

# keep_set ID: the rig asks for our modules beside the initramfs that holds them
keep_set() {
	kernel_of "$1"
	cp -R "$R/var/lib/dkms/hyperv-guest/$version/$KREL"/*/set "$W/set-$1"
}

# gone KERNEL: nothing of it is left, of what is ours
gone() {
	for f in "$R/boot/initrd.img-$1"* "$R/lib/modules/$1" "$R"/var/lib/dkms/hyperv-guest/*/"$1"; do
		[ ! -e "$f" ] || { echo "$f is left"; find "$f" | head -n 5; return 1; }
	done
}

if [ -z "$quick" ]; then
	kernel_of $later
	k2=$KREL
	make_kernel "$k2" || exit 1
	kernel_of 6.1
fi
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
	step 1-no-headers intree 6.1 "a kernel is added without headers"
	check "its headers are added" install "$(headers "$k")"
fi
check "the kernel uses our modules" is "$k" "ours $version"
keep_set 6.1 || exit 1
step 2-installed ours 6.1 "the package is installed"
if [ -z "$quick" ]; then
	kernel_of $later
	check "a second kernel can be seen by the system" show_kernel
	check "it is added with its headers" install "$(headers "$k2")" "$(image "$k2")"
	check "the added kernel uses our modules" is "$k2" "ours $version"
	check "the first one, too" is "$k" "ours $version"
	keep_set $later || exit 1
	step 2-added ours $later "a kernel is added: that one"
	step 2-beside ours 6.1 "a kernel is added: the one that was there"
	check "an upgrade" install /pkg/two.deb
	check "the added kernel uses the new modules" is "$k2" "ours $version.1"
	check "the kernel uses the new modules" is "$k" "ours $version.1"
	step 3-upgraded ours 6.1 "an upgrade"
	check "an upgrade that does not build: no error of apt" install /pkg/broken.deb
	check "the kernel uses its own modules" is "$k" own
	check "the added kernel uses its own modules" is "$k2" own
	step 4-broken intree 6.1 "an upgrade that does not build"
	check "an earlier version is installed again" install /pkg/one.deb
	check "the kernel uses our modules" is "$k" "ours $version"
	step 5-again ours 6.1 "back to the earlier version"
	check "the added kernel is removed" run apt-get -y purge "linux-image-$k2" "linux-headers-$k2"
	check "nothing of it is left" gone "$k2"
	check "the kernel that stays uses our modules" is "$k" "ours $version"
fi
check "our package is removed" run apt-get -y remove hyperv-guest-dkms
check "the kernel uses its own modules" is "$k" own
step 6-removed intree 6.1 "the package is removed"

verdict "$W/tree" "$W/deb"
