#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Write dkms.conf to standard output from VERSION and modules.tsv.

set -eu
cd "$(dirname "$0")"
version=$(sed 1q ../VERSION)

cat <<END
# SPDX-License-Identifier: GPL-2.0-only
# Written by dkms/make-conf.sh; change dkms/modules.tsv or VERSION and run make dkms.conf.
# DKMS reads this as a shell script, once for each kernel.
PACKAGE_NAME="hyperv-guest"
PACKAGE_VERSION="$version"

# Quotes keep DKMS from adding arguments of its own. The kernel is always the
# one that DKMS names, never the running one.
MAKE[0]="'make' KDIR=\$kernel_source_dir modules"
CLEAN="true"
END

i=0
grep -v '^#' modules.tsv | while read -r name dest; do
	printf '\nBUILT_MODULE_NAME[%d]="%s"\n' $i "$name"
	printf 'BUILT_MODULE_LOCATION[%d]="build/$kernelver/"\n' $i
	printf 'DEST_MODULE_LOCATION[%d]="%s"\n' $i "$dest"
	i=$((i + 1))
done

cat <<'END'

AUTOINSTALL="yes"
# The modules are built for one kernel, all or none.
NO_WEAK_MODULES="yes"
BUILD_EXCLUSIVE_ARCH="^(x86_64|i.86)$"
BUILD_EXCLUSIVE_KERNEL="^(2\.6\.(1[89]|[23][0-9])|[3-9]\.)"
# VMBus built into the kernel: nothing can be replaced, so nothing is built.
if [ -n "$kernel_source_dir" ] && [ -r "$kernel_source_dir/include/config/auto.conf" ]; then
	if grep -q '^CONFIG_HYPERV_VMBUS=y' "$kernel_source_dir/include/config/auto.conf" ||
	   { grep -q '^CONFIG_HYPERV=y' "$kernel_source_dir/include/config/auto.conf" &&
	     ! grep -q 'CONFIG_HYPERV_VMBUS' "$kernel_source_dir/.config" 2>/dev/null; }; then
		BUILD_EXCLUSIVE_KERNEL="^no kernel with VMBus built in$"
	fi
fi

POST_BUILD="dkms/post-build.sh $kernelver $arch $dkms_tree"
POST_INSTALL="dkms/post-install.sh $kernelver"
POST_REMOVE="dkms/post-remove.sh $kernelver"
END
