#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Secure boot for real: firmware with Microsoft's keys, Debian's shim, boot loader and
# kernel, our package built and signed by DKMS; before its key is enrolled, while it is,
# and after that.
#
# usage: secureboot.sh
#
# The system is a root directory of Debian 12 (chroot.sh) that becomes the disk of a
# machine in QEMU, emulated, not a guest of Hyper-V: our modules cannot find a host
# there, but whether the kernel takes their signature is decided before. The key is
# enrolled as users do it, by what is printed for them and by the menu of MokManager.

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
suite=secureboot
W=$TOP/build/secureboot
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"

[ $# -eq 0 ] || { echo "usage: secureboot.sh" >&2; exit 2; }
kernel_of 6.1
k=$KREL
if [ -z "${SB_CHROOT:-}" ]; then
	needs dpkg-buildpackage dh qemu-system-x86_64 mke2fs openssl
	rm -rf "$W"
	mkdir -p "$W/pkg" || exit 1
	c=$("$HERE/chroot.sh" bookworm) || { echo "not ok secureboot: no root directory"; exit 1; }
	F=$("$HERE/firmware.sh") || { echo "not ok secureboot: no firmware"; exit 1; }
	SB_CHROOT=$c SB_FIRMWARE=$F unshare -m sh "$0" >"$W/out" 2>&1
	rc=$?
	count_of "$W/out" || { echo "not ok secureboot: the preparation ended early with exit code $rc"; exit 1; }
	# shellcheck source=tests/packages/secureboot-machine.sh
	. "$HERE/secureboot-machine.sh"
	verdict
fi

# ---- the system on the disk, in a mount namespace of its own

F=$SB_FIRMWARE
mount --make-rprivate / || exit 1
# shellcheck disable=SC2034 # for make_kernel
KERNEL_MODULES_TOO='ext4 crc32c_generic virtio_blk virtio_pci efivarfs hv_netvsc'

make_kernel "$k" || exit 1
new_system "$SB_CHROOT" || { echo "no system can be made of $SB_CHROOT"; exit 1; }
cp -R "$F/openssl/usr/." "$R/usr/"
mkdir -p "$R/etc/ssl"
cp "$F/openssl/etc/ssl/openssl.cnf" "$R/etc/ssl/"
# While it is put together it has no firmware to ask.
mv "$R/usr/bin/mokutil" "$R/usr/bin/mokutil.real"
stand_in_mokutil "$R/usr/bin/mokutil"

version=$(sed 1q "$TOP/VERSION")
check "the package is built" deb_of "$version" one.deb
check "a kernel and our package are installed" install "$(image "$k")" "$(headers "$k")" /pkg/one.deb
check "the key is not enrolled: the kernel uses its own modules" is "$k" own
check "the three commands are printed" said_times 3 '^hyperv-guest:     '
mv "$R/usr/bin/mokutil.real" "$R/usr/bin/mokutil"
cp "$KIMAGE" "$R/boot/vmlinuz-$k"
set=$(cd "$R" && echo var/lib/dkms/hyperv-guest/"$version/$k"/*/set)

all_signed() {
	for m in "$R/$set"/hv_*.ko; do
		s=$(modinfo -F signer "$m")
		echo "$m: $s"
		[ "$s" = "DKMS module signing key" ] || return 1
	done
}
check "DKMS has made a key" test -s "$R/var/lib/dkms/mok.pub"
check "it has signed all our modules" all_signed

# A module that loads anywhere: signed by that key, by nobody, by another key.
mkdir -p "$W/any" "$R/sb/signed" "$R/sb/unsigned" "$R/sb/stranger"
cat >"$W/any/sb_any.c" <<'EOT'
#include <linux/module.h>
static int __init sb_any_init(void)
{
	return 0;
}
static void __exit sb_any_exit(void)
{
}
module_init(sb_any_init);
module_exit(sb_any_exit);
MODULE_LICENSE("GPL");
EOT
echo 'obj-m := sb_any.o' >"$W/any/Kbuild"
sign() {
	cp "$W/any/sb_any.ko" "$R/sb/$1/" && "$KDIR/scripts/sign-file" sha256 "$2" "$3" "$R/sb/$1/sb_any.ko"
}
check "a module that loads anywhere is built" make -C "$KDIR" M="$W/any" modules
check "it is signed" sign signed "$R/var/lib/dkms/mok.key" "$R/var/lib/dkms/mok.pub"
openssl req -new -x509 -nodes -days 36500 -subj /CN=stranger -newkey rsa:2048 -keyout "$W/any/key" \
	-outform DER -out "$W/any/cert" >/dev/null 2>&1
check "and by a stranger" sign stranger "$W/any/key" "$W/any/cert"
cp "$W/any/sb_any.ko" "$R/sb/unsigned/"
for m in "$R/$set"/hv_*.ko; do
	strip -g -o "$R/sb/unsigned/${m##*/}" "$m"
done

cp "$HERE/secureboot-init.sh" "$R/sb/init"
chmod 755 "$R/sb/init"
echo 1 >"$R/sb/phase"
printf "KREL='%s'\nSET='/%s'\n" "$k" "$set" >"$R/sb/facts"

# What is not needed any more stays away from the disk.
rm -rf "$R"/usr/src/linux-headers-*
umount -R -l "$R/dev" && umount "$R/proc" "$R/pkg" "$R$KROOT" || exit 1
truncate -s 2G "$W/root.img"
check "the disk is made" mke2fs -q -F -t ext2 -d "$R" "$W/root.img"

verdict "$W/tree" "$W/deb" "$W/any"
