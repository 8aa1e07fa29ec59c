#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build the Debian source and binary packages.
#
# usage: deb.sh [-t TREE] [-n] [-a ARCH] OUT
#   -t: of that tree; -n: no source package; -a: only the packages of that architecture,
#       say i386
#
# Needs dpkg-dev and debhelper, no network. The same tree gives the same files.

set -eu
umask 022
tree=$(cd "$(dirname "$0")/.." && pwd)
what=full
arch=
while getopts t:na: opt; do
	case $opt in
	t) tree=$(cd "$OPTARG" && pwd) ;;
	n) what=binary ;;
	a) arch=$OPTARG ;;
	*) echo "usage: deb.sh [-t TREE] [-n] [-a ARCH] OUT" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
case $arch in
amd64|i386) what=any ;;
'') ;;
*) echo "deb.sh: the architecture is amd64 or i386, not '$arch'" >&2; exit 2 ;;
esac
[ $# -eq 1 ] || { echo "usage: deb.sh [-t TREE] [-n] [-a ARCH] OUT" >&2; exit 2; }
for t in dpkg-buildpackage dh gcc make musl-gcc; do
	command -v $t >/dev/null 2>&1 || { echo "deb.sh: $t is needed: apt-get install dpkg-dev debhelper gcc make musl-tools" >&2; exit 1; }
done
unset MAKEFLAGS MFLAGS MAKELEVEL
# What is missing is said before the work begins.
probe=$(mktemp -d)
sh "$tree/packaging/musl.sh" "${arch:-$(dpkg --print-architecture)}" "$probe" >/dev/null || { rm -rf "$probe"; exit 1; }
rm -rf "$probe"

mkdir -p "$1"
out=$(cd "$1" && pwd)
version=$(sed 1q "$tree/VERSION")
work=$out/work
rm -rf "$work"
mkdir -p "$work"
src=$work/hyperv-guest-$version
date=$("$tree/packaging/stage.sh" "$src")
# What the upstream archive holds has the date of the release, sorted, owned by nobody.
(cd "$work" && tar --sort=name --mtime="@$date" --owner=0 --group=0 --numeric-owner --format=gnu -cf - "hyperv-guest-$version" |
	gzip -9n >"hyperv-guest_$version.orig.tar.gz")
mv "$src/packaging/debian" "$src/debian"
chmod 755 "$src/debian/rules"
# Which packages there are follows from what there is to pack.
if ! ls "$src"/daemons/systemd/*.service >/dev/null 2>&1; then
	sed -i '/^Package: hyperv-guest-daemons$/,/^$/d; /hyperv-guest-daemons/d' "$src/debian/control"
	rm -f "$src"/debian/hyperv-guest-daemons.*
fi
(
	cd "$src"
	SOURCE_DATE_EPOCH=$date
	export SOURCE_DATE_EPOCH
	DEB_BUILD_OPTIONS="${DEB_BUILD_OPTIONS:-} nocheck" dpkg-buildpackage -us -uc --build=$what ${arch:+-a "$arch"} -d
) >"$out/build.log" 2>&1 || {
	tail -n 15 "$out/build.log" >&2
	echo "deb.sh: the build failed; see $out/build.log" >&2
	exit 1
}
mv -f "$work"/hyperv-guest*.deb "$work"/hyperv-guest_*.changes "$work"/hyperv-guest_*.buildinfo "$out/"
if [ "$what" = full ]; then
	mv -f "$work"/hyperv-guest_*.dsc "$work"/hyperv-guest_*.tar.* "$out/"
fi
rm -rf "$work"
ls "$out"/*.deb
