#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bring the kernel's checkpatch.pl and kernel-doc into the cache; print the
# directory. They come out of Debian's kernel source package and are never part
# of this tree.

set -u
RIG=$(cd "$(dirname "$0")/../rig" && pwd)
# shellcheck source=tests/rig/lib.sh
. "$RIG/lib.sh"
# shellcheck source=tests/rig/apt.sh
. "$RIG/apt.sh"

dir=$CACHE/checkpatch
if [ ! -f "$dir/scripts/kernel-doc" ]; then
	cache_dir
	have flock || die "flock is needed (package util-linux)"
	exec 9>"$CACHE/fetch.lock"
	flock 9
fi
if [ ! -f "$dir/scripts/kernel-doc" ]; then
	note "fetching checkpatch.pl (once, about 140 MB)"
	apt_open bookworm,bookworm-security amd64
	pkg=$(apt_depends linux-source | grep '^linux-source-[0-9]' | head -n 1)
	[ -n "$pkg" ] || die "bookworm carries no linux-source today"
	rm -rf "$dir.new"
	apt_unpack "$dir.new/pkg" "$pkg"
	tarball=$(echo "$dir.new"/pkg/usr/src/linux-source-*.tar.xz)
	[ -f "$tarball" ] || die "package $pkg holds no source"
	tar -C "$dir.new" --strip-components=1 --wildcards -xJf "$tarball" \
		'*/scripts/checkpatch.pl' '*/scripts/spelling.txt' \
		'*/scripts/const_structs.checkpatch' '*/scripts/kernel-doc' ||
		die "cannot unpack $tarball"
	rm -rf "$dir.new/pkg" "$dir"
	mv "$dir.new" "$dir" || die "cannot write to $CACHE"
fi
echo "$dir/scripts"
