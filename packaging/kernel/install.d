#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# RHEL 8 and later, Fedora: what the hooks in /etc/kernel do elsewhere.
#
# Run by kernel-install, behind DKMS's script and dracut's: COMMAND KERNEL ...

[ -n "${2:-}" ] || exit 0
case ${1:-} in
add) hooks='/etc/kernel/postinst.d/hyperv-guest /etc/kernel/postinst.d/zy-hyperv-guest' ;;
remove) hooks=/etc/kernel/postrm.d/zy-hyperv-guest ;;
*) exit 0 ;;
esac
for h in $hooks; do
	[ ! -x "$h" ] || "$h" "$2" || :
done
exit 0
