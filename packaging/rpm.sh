#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build the source and binary RPM packages.
#
# usage: rpm.sh [-t TREE] [-a ARCH] [-k KERNEL -s SET] OUT
#   -t: of that tree
#   -a: only the packages of that architecture, x86_64 or i686
#   -k, -s: also a package with the modules in SET for that kernel (kernel.sh build
#       makes a set)
#
# Needs rpmbuild, no network. The same tree gives the same files.

set -eu
umask 022
tree=$(cd "$(dirname "$0")/.." && pwd)
kernel='' set='' arch=''
while getopts t:a:k:s: opt; do
	case $opt in
	t) tree=$(cd "$OPTARG" && pwd) ;;
	a) arch=$OPTARG ;;
	k) kernel=$OPTARG ;;
	s) set=$(cd "$OPTARG" && pwd) ;;
	*) echo "usage: rpm.sh [-t TREE] [-a ARCH] [-k KERNEL -s SET] OUT" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || { echo "usage: rpm.sh [-t TREE] [-a ARCH] [-k KERNEL -s SET] OUT" >&2; exit 2; }
if [ -n "$kernel$set" ]; then
	[ -n "$kernel" ] && [ -s "$set/manifest" ] || { echo "rpm.sh: -k KERNEL and -s SET go together, and SET needs a manifest" >&2; exit 2; }
fi
case $arch in
''|x86_64|i686) ;;
*) echo "rpm.sh: the architecture is x86_64 or i686, not '$arch'" >&2; exit 2 ;;
esac
for t in rpmbuild gcc make musl-gcc; do
	command -v $t >/dev/null 2>&1 || { echo "rpm.sh: $t is needed: apt-get install rpm gcc make musl-tools" >&2; exit 1; }
done
unset MAKEFLAGS MFLAGS MAKELEVEL
# What is missing is said before the work begins.
probe=$(mktemp -d)
sh "$tree/packaging/musl.sh" "${arch:-$(rpm --eval '%{_target_cpu}')}" "$probe" >/dev/null || { rm -rf "$probe"; exit 1; }
rm -rf "$probe"

mkdir -p "$1"
out=$(cd "$1" && pwd)
version=$(sed 1q "$tree/VERSION")
work=$out/work
rm -rf "$work"
mkdir -p "$work/SOURCES" "$work/SPECS"
date=$("$tree/packaging/stage.sh" "$work/hyperv-guest-$version")
daemons=0
if ls "$work/hyperv-guest-$version"/daemons/systemd/*.service >/dev/null 2>&1; then
	daemons=1
fi
(cd "$work" && tar --sort=name --mtime="@$date" --owner=0 --group=0 --numeric-owner --format=gnu -cf - "hyperv-guest-$version" |
	gzip -9n >"SOURCES/hyperv-guest-$version.tar.gz")
# So that the source package builds by itself, too.
sed "s/@VERSION@/$version/" "$tree/packaging/rpm/hyperv-guest.spec" >"$work/SPECS/hyperv-guest.spec"
touch -d "@$date" "$work"/SOURCES/* "$work"/SPECS/*
SOURCE_DATE_EPOCH=$date
export SOURCE_DATE_EPOCH
what=-ba
[ -z "$arch" ] || what=-bb
rpmbuild $what ${arch:+--target "$arch"} --nodeps --define "_topdir $work" --define "with_daemons $daemons" --define "noarch_dkms 1" \
	${kernel:+--define "with_kmod $kernel"} ${set:+--define "kmod_set $set"} \
	"$work/SPECS/hyperv-guest.spec" >"$out/build.log" 2>&1 || {
	tail -n 15 "$out/build.log" >&2
	echo "rpm.sh: the build failed; see $out/build.log" >&2
	exit 1
}
find "$work/RPMS" "$work/SRPMS" -name "*${arch:+.$arch}.rpm" -exec mv -f {} "$out/" \;
rm -rf "$work"
ls "$out"/*.rpm
