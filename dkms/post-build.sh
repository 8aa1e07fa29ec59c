#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Keep the modules, and what the build found out about the kernel, in DKMS's tree.
#
# Run by DKMS in the build directory: post-build.sh KERNEL ARCH DKMS_TREE

set -u
[ $# -eq 3 ] || { echo "usage: post-build.sh KERNEL ARCH DKMS_TREE" >&2; exit 2; }
top=$(cd "$(dirname "$0")/.." && pwd)
base=$3/hyperv-guest/$(sed 1q "$top/VERSION")/$1/$2
mkdir -p "$base/log" || exit 1
rm -rf "$base/set"
cp -R "$top/build/set" "$base/set" || exit 1
for f in hvc_config.h probe.log Module.symvers; do
	[ ! -f "$base/set/$f" ] || cp "$base/set/$f" "$base/log/"
done
exit 0
