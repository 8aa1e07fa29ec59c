#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The build as DKMS runs it, in its copy of the sources: build.sh KERNEL TREE
#
# Leaves the modules in build/set and the mark that DKMS wants in build/. A
# kernel for which the modules do not build, or that has VMBus built in, keeps its
# own; that must not make its installation fail, so the exit code is 0.

set -u
[ $# -eq 2 ] || { echo "usage: build.sh KERNEL TREE" >&2; exit 2; }
top=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$top/build" || exit 1

${CC:-gcc} -c -DHG_VERSION="\"$(sed 1q "$top/VERSION")\"" -o "$top/build/hyperv_guest.ko" "$top/dkms/marker.c" ||
	gcc -c -DHG_VERSION="\"$(sed 1q "$top/VERSION")\"" -o "$top/build/hyperv_guest.ko" "$top/dkms/marker.c" || exit 1

if "$top/dkms/kernel.sh" build "$1" "$2" "$top/build/set"; then
	rm -f "$top/build/set/failed"
else
	rm -f "$top"/build/set/*.ko "$top/build/set/manifest"
	mkdir -p "$top/build/set"
	echo "the modules of $(sed 1q "$top/VERSION") do not build for kernel $1" >"$top/build/set/failed"
fi
exit 0
