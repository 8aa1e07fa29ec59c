#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Put Debian's i386 cmocka library and its header into a directory: fetched
# through the rig's private apt configuration, nothing is installed.
set -u

[ $# -eq 1 ] || { echo "usage: cmocka32.sh DIRECTORY" >&2; exit 2; }
out=$1
RIG=$(cd "$(dirname "$0")/../rig" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"
# shellcheck disable=SC1091
. "$RIG/apt.sh"

cache_dir
mkdir -p "$out" || exit 1
dir=$CACHE/cmocka32
if [ ! -r "$dir/usr/include/cmocka.h" ]; then
	exec 9>"$CACHE/fetch.lock"
	flock 9
	apt_open bookworm,bookworm-security i386
	apt_unpack "$dir" libcmocka-dev libcmocka0
fi
mkdir -p "$out/usr/include"
cp "$dir"/usr/include/cmocka*.h "$out/usr/include/" || exit 1
cp "$(readlink -f "$dir/usr/lib/i386-linux-gnu/libcmocka.so.0")" "$out/libcmocka.so.0" || exit 1
