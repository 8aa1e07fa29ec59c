#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build the source and binary RPM packages.
#
# usage: rpm.sh [-t TREE] [-k KERNEL -s SET] OUT
#   -t: of that tree; -k, -s: also a package with the modules in SET for that kernel
#       (kernel.sh build makes a set)
#
# Needs rpmbuild, no network. The same tree gives the same files.

set -eu
umask 022
tree=$(cd "$(dirname "$0")/.." && pwd)
kernel='' set=''
while getopts t:k:s: opt; do
	case $opt in
	t) tree=$(cd "$OPTARG" && pwd) ;;
	k) kernel=$OPTARG ;;
	s) set=$(cd "$OPTARG" && pwd) ;;
	*) echo "usage: rpm.sh [-t TREE] [-k KERNEL -s SET] OUT" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || { echo "usage: rpm.sh [-t TREE] [-k KERNEL -s SET] OUT" >&2; exit 2; }
if [ -n "$kernel$set" ]; then
	[ -n "$kernel" ] && [ -s "$set/manifest" ] || { echo "rpm.sh: -k KERNEL and -s SET go together, and SET needs a manifest" >&2; exit 2; }
fi
for t in rpmbuild gcc make; do
	command -v $t >/dev/null 2>&1 || { echo "rpm.sh: $t is needed: apt-get install rpm gcc make" >&2; exit 1; }
done
unset MAKEFLAGS MFLAGS MAKELEVEL

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
cp -p "$tree/packaging/rpm/hyperv-guest.spec" "$work/SPECS/"
touch -d "@$date" "$work"/SOURCES/* "$work"/SPECS/*
SOURCE_DATE_EPOCH=$date
export SOURCE_DATE_EPOCH
rpmbuild -ba --nodeps --define "_topdir $work" --define "hg_version $version" --define "with_daemons $daemons" \
	${kernel:+--define "with_kmod $kernel"} ${set:+--define "kmod_set $set"} \
	"$work/SPECS/hyperv-guest.spec" >"$out/build.log" 2>&1 || {
	tail -n 15 "$out/build.log" >&2
	echo "rpm.sh: the build failed; see $out/build.log" >&2
	exit 1
}
find "$work/RPMS" "$work/SRPMS" -name '*.rpm' -exec mv -f {} "$out/" \;
rm -rf "$work"
ls "$out"/*.rpm
