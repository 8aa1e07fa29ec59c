#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# After removal: the initramfs must find the kernel's own modules again.
#
# Run by DKMS: post-remove.sh KERNEL

set -u
[ $# -eq 1 ] || { echo "usage: post-remove.sh KERNEL" >&2; exit 2; }
kernel=$1
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=dkms/lib.sh
. "$top/dkms/lib.sh"

depmod -a "$kernel" || exit 1
renew_initramfs "$kernel"
