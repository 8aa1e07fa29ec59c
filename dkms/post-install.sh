#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# After installation: the kernel must load all of our modules or none of them,
# because a disk driver of one build does not work with a bus of another.
#
# Run by DKMS: post-install.sh KERNEL

set -u
[ $# -eq 1 ] || { echo "usage: post-install.sh KERNEL" >&2; exit 2; }
kernel=$1
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=dkms/lib.sh
. "$top/dkms/lib.sh"

# DKMS runs depmod only afterwards.
depmod -a "$kernel" || exit 1

wrong=
for m in $(modules); do
	v=$(chosen "$kernel" "$m")
	[ "$v" = "$version" ] || wrong="$wrong $m(${v:-in-tree})"
done
if [ -n "$wrong" ]; then
	say "not all modules of $version would be loaded by $kernel:$wrong"
	say "going back to the kernel's own modules; 'dkms install --force' insists on ours"
	dkms uninstall -m hyperv-guest -v "$version" -k "$kernel" || exit 1
	depmod -a "$kernel"
	exit 1
fi
renew_initramfs "$kernel" || {
	say "the initramfs of $kernel could not be renewed; going back to the kernel's own modules"
	dkms uninstall -m hyperv-guest -v "$version" -k "$kernel"
	exit 1
}
