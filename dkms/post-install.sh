#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# After installation by DKMS: put all our modules in use for this kernel, or none.
#
# Run by DKMS: post-install.sh KERNEL ARCH DKMS_TREE
#
# What goes wrong is said and the kernel's own modules stay in use; the exit code
# is 0, because a failure here would leave the kernel's package half installed.

set -u
[ $# -eq 3 ] || { echo "usage: post-install.sh KERNEL ARCH DKMS_TREE" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
base=$3/hyperv-guest/$(sed 1q "$here/../VERSION")/$1/$2

if [ -s "$base/set/manifest" ]; then
	"$here/kernel.sh" install "$1" "$base/set" || :
	exit 0
fi
if [ -f "$base/set/failed" ]; then
	echo "hyperv-guest: $(cat "$base/set/failed"); its own stay in use (log: $base/log/make.log)" >&2
fi
"$here/kernel.sh" remove "$1" || :
exit 0
