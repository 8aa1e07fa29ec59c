# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the DKMS scripts share. The caller has set top, the directory of VERSION.

# shellcheck disable=SC2154 # top is set by the caller
version=$(sed 1q "$top/VERSION")

case :$PATH: in
*:/usr/sbin:*) ;;
*) PATH=$PATH:/usr/sbin:/sbin; export PATH ;;
esac

say() {
	echo "hyperv-guest: $*"
}

modules() {
	grep -v '^#' "$top/dkms/modules.tsv" | while read -r m rest; do
		echo "$m"
	done
}

# chosen KERNEL MODULE: version of the module that this kernel would load
chosen() {
	modinfo -k "$1" -F version "$2" 2>/dev/null
}

# renew_initramfs KERNEL: the image of that kernel only, if it has one
renew_initramfs() {
	if command -v update-initramfs >/dev/null 2>&1; then
		[ -f "/boot/initrd.img-$1" ] || return 0
		update-initramfs -u -k "$1"
	elif command -v dracut >/dev/null 2>&1; then
		[ -f "/boot/initramfs-$1.img" ] || return 0
		dracut -f "/boot/initramfs-$1.img" "$1"
	elif command -v mkinitrd >/dev/null 2>&1; then
		[ -f "/boot/initrd-$1.img" ] || return 0
		mkinitrd -f "/boot/initrd-$1.img" "$1"
	fi
}
