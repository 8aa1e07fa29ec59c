#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Keep what the build found out about the kernel beside the modules, for reports.
#
# Run by DKMS in the build directory: post-build.sh KERNEL ARCH DKMS_TREE

set -u
[ $# -eq 3 ] || { echo "usage: post-build.sh KERNEL ARCH DKMS_TREE" >&2; exit 2; }
top=$(cd "$(dirname "$0")/.." && pwd)
log=$3/hyperv-guest/$(sed 1q "$top/VERSION")/$1/$2/log
mkdir -p "$log" || exit 1
for f in hvc_config.h probe.log Module.symvers; do
	cp "$top/build/$1/$f" "$log/" || exit 1
done
