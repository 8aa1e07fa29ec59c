#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Write dkms.conf to standard output from VERSION.

set -eu
cd "$(dirname "$0")"
version=$(sed 1q ../VERSION)

cat <<END2
# SPDX-License-Identifier: GPL-2.0-only
# Written by dkms/make-conf.sh; change that or VERSION and run make dkms.conf.
# DKMS reads this as a shell script, once for each kernel.
PACKAGE_NAME="hyperv-guest"
PACKAGE_VERSION="$version"
END2
cat <<'END2'

# The kernel is always the one that DKMS names, never the running one.
MAKE[0]="sh dkms/build.sh $kernelver $kernel_source_dir"
CLEAN="true"

# Only a mark: dkms/kernel.sh puts the modules in place, all or none (dkms/marker.c).
BUILT_MODULE_NAME[0]="hyperv_guest"
BUILT_MODULE_LOCATION[0]="build/"
DEST_MODULE_LOCATION[0]="/kernel/drivers/hv"

AUTOINSTALL="yes"
# The modules are built for one kernel, all or none.
NO_WEAK_MODULES="yes"
BUILD_EXCLUSIVE_ARCH="^(x86_64|i.86)$"

POST_BUILD="dkms/post-build.sh $kernelver $arch $dkms_tree"
POST_INSTALL="dkms/post-install.sh $kernelver $arch $dkms_tree"
POST_REMOVE="dkms/post-remove.sh $kernelver"
END2
