#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# After removal from DKMS: the kernel uses its own modules again.
#
# Run by DKMS: post-remove.sh KERNEL
#
# While a package is upgraded (HYPERV_GUEST_UPGRADE is set) the modules stay in use
# until the new ones take their place.

set -u
[ $# -eq 1 ] || { echo "usage: post-remove.sh KERNEL" >&2; exit 2; }
[ -z "${HYPERV_GUEST_UPGRADE:-}" ] || exit 0
"$(cd "$(dirname "$0")" && pwd)/kernel.sh" remove "$1" || :
exit 0
