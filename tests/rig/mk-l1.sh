#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Make the initramfs of the small Linux that runs the stand-in host under
# emulation.  Prints its path; an unchanged one is taken from the cache.

set -eu
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"

kernel=$("$RIG/kernel.sh" 6.1) || exit 1
eval "$kernel"
busybox=$("$RIG/userland.sh" busybox amd64) || exit 1
cache_dir
mkdir -p "$CACHE/l1"
sum=$(cat "$RIG/l1-init" "$RIG/mk-l1.sh" | cksum | cut -d' ' -f1)
out=$CACHE/l1/$KREL-$sum.cpio
[ -f "$out" ] && echo "$out" && exit 0

work=$(mktemp -d "$CACHE/l1/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/modules" "$work/dev"
cp "$busybox" "$work/bin/busybox"
ln -s busybox "$work/bin/sh"
cp "$RIG/l1-init" "$work/init"
chmod 755 "$work/init"
# shellcheck disable=SC2154 # set by kernel.sh
root=${KMODDIR%/lib/modules/*}
for m in virtio_pci virtio_blk 9pnet_virtio 9p kvm-amd; do
	modprobe -d "$root" -S "$KREL" --show-depends "$m" |
		awk '$1 == "insmod" { print $2 }'
done | awk '!seen[$0]++' | while read -r f; do
	cp "$f" "$work/modules/"
	echo "${f##*/}" >>"$work/modules/list"
done
(cd "$work" && find . | sort | cpio -o -H newc --quiet -R 0:0) >"$out.$$"
mv "$out.$$" "$out"
# Images of former versions are of no use any more.
find "$CACHE/l1" -name '*.cpio' ! -name "${out##*/}" -delete
echo "$out"
