#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# RHEL 8 and later, Fedora: what the hooks in /etc/kernel do elsewhere.
#
# Run by kernel-install, behind DKMS's script and dracut's: COMMAND KERNEL ...

[ -n "${2:-}" ] || exit 0
case ${1:-} in
add)
	for h in /etc/kernel/postinst.d/hyperv-guest /etc/kernel/postinst.d/zy-hyperv-guest; do
		[ ! -x "$h" ] || "$h" "$2" || :
	done ;;
remove)
	# Here the kernel's files go afterwards, its initramfs has gone: the hook that asks
	# whether they are there would do nothing.
	[ ! -x /usr/lib/hyperv-guest/kernel.sh ] || /usr/lib/hyperv-guest/kernel.sh forget "$2" || : ;;
esac
exit 0
