#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The packages build, twice to the same bytes, and the checkers find no error.
#
# usage: build.sh [-q]     -q: quick, each kind is built once

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
quick=
case ${1:-} in
-q) quick=y ;;
'') ;;
*) echo "usage: build.sh [-q]" >&2; exit 2 ;;
esac
W=$TOP/build/packages
rm -rf "$W"
mkdir -p "$W" || exit 1
passed=0 failed=0 skipped=0
check() {
	what=$1
	shift
	if "$@" >"$W/last" 2>&1; then
		echo "ok $what"
		passed=$((passed + 1))
	else
		echo "not ok $what"
		head -n 15 "$W/last" | sed 's/^/    /'
		failed=$((failed + 1))
	fi
}
skip() {
	echo "ok $1 # skip $2"
	skipped=$((skipped + 1))
}
has() {
	command -v "$1" >/dev/null 2>&1
}
# same A B GLOB: both directories have the same files of that kind
same() {
	(cd "$1" && sha256sum $3) >"$W/a" && (cd "$2" && sha256sum $3) >"$W/b" && diff "$W/a" "$W/b"
}
no_error() {
	cat "$W/lint"
	! grep -q '^E:\|: E:' "$W/lint"
}
no_warning() {
	grep '^W:\|: W:' "$W/lint"
	! grep -q '^W:\|: W:' "$W/lint"
}

# leaves_ide DIR: its modprobe.d has our file, and no line for a driver of the emulated
# IDE controller: that has the CD-ROM, and old kernels refuse a parameter that they lack
leaves_ide() {
	conf=$(find "$1" -path '*/modprobe.d/*' -type f)
	echo "$conf" | grep '/hyperv-guest\.conf$' || return 1
	# shellcheck disable=SC2086 # a list
	! grep -E '^[[:space:]]*(blacklist|install|remove|options|softdep)[[:space:]]+(ata_piix|piix|libata|ide)' $conf
}

# One state of the tree for all.
"$TOP/packaging/stage.sh" "$W/tree" >/dev/null || exit 1

if has dpkg-buildpackage && has dh; then
	check "deb: builds" sh "$W/tree/packaging/deb.sh" "$W/deb"
	for p in hyperv-guest hyperv-guest-dkms hyperv-guest-tools hyperv-guest-daemons; do
		check "deb: there is $p" sh -c "ls '$W'/deb/${p}_*.deb"
	done
	check "deb: there is a source package" sh -c "ls '$W'/deb/*.dsc '$W'/deb/*.orig.tar.gz"
	if [ -z "$quick" ]; then
		check "deb: builds again, elsewhere" sh "$W/tree/packaging/deb.sh" "$W/elsewhere/deb"
		check "deb: to the same bytes" same "$W/deb" "$W/elsewhere/deb" '*.deb *.dsc *.tar.*'
	fi
	if has lintian; then
		lintian -EviIL +pedantic --no-tag-display-limit "$W"/deb/*.changes >"$W/lint" 2>&1
		check "deb: lintian finds no error" no_error
		check "deb: and no warning that is not explained" no_warning
	else
		skip "deb: lintian" "lintian is not installed"
	fi
	check "deb: a bad option is one sentence" sh -c "sh '$TOP/packaging/deb.sh' -x 2>&1 | tail -n 1 | grep -q '^usage'"
else
	skip "deb" "dpkg-dev or debhelper is not installed"
fi

if has rpmbuild; then
	check "rpm: builds" sh "$W/tree/packaging/rpm.sh" "$W/rpm"
	for p in hyperv-guest hyperv-guest-dkms hyperv-guest-tools hyperv-guest-daemons; do
		check "rpm: there is $p" sh -c "ls '$W'/rpm/$p-[0-9]*.rpm"
	done
	for f in "$W"/rpm/*.rpm; do
		n=${f##*/}
		check "rpm: ${n%%-[0-9]*}: payload gzip and digests MD5, as RHEL 5 reads" test \
			"$(rpm -qp --qf '%{PAYLOADCOMPRESSOR} %{FILEDIGESTALGO}' "$f" 2>/dev/null)" = "gzip 1" -o \
			"$(rpm -qp --qf '%{PAYLOADCOMPRESSOR} %{FILEDIGESTALGO}' "$f" 2>/dev/null)" = "gzip (none)"
		check "rpm: ${n%%-[0-9]*}: needs nothing that RHEL 5's rpm does not know" sh -c \
			"! rpm -qp --requires '$f' 2>/dev/null | grep '^rpmlib(' | grep -v -e CompressedFileNames -e PayloadFilesHavePrefix -e VersionedDependencies"
		rpm -qp --scripts "$f" 2>/dev/null | awk '/scriptlet \(using/ { next } { print }' >"$W/scripts"
		check "rpm: ${n%%-[0-9]*}: scriptlets are clean sh" shellcheck -s sh -S warning "$W/scripts"
	done
	if [ -z "$quick" ]; then
		# rpmbuild writes the directory of the build into the source package.
		mv "$W/rpm" "$W/first-rpm"
		check "rpm: builds again, in the same directory" sh "$W/tree/packaging/rpm.sh" "$W/rpm"
		check "rpm: to the same bytes" same "$W/rpm" "$W/first-rpm" '*.rpm'
	fi
	if has rpmlint; then
		rpmlint -c "$TOP/packaging/rpm/rpmlint.toml" "$W"/rpm/*.rpm >"$W/lint" 2>&1
		check "rpm: rpmlint finds no error" no_error
		check "rpm: and no warning that is not explained" no_warning
	else
		skip "rpm: rpmlint" "rpmlint is not installed"
	fi
else
	skip "rpm" "rpmbuild is not installed"
fi

# Files below a directory: in, and out again to the last one.
check "make install DESTDIR" make -s -C "$TOP" install DESTDIR="$W/root"
check "has the script that decides" test -x "$W/root/usr/lib/hyperv-guest/kernel.sh"
check "modprobe.d leaves the emulated IDE controller alone" leaves_ide "$W/root"
check "make uninstall DESTDIR" make -s -C "$TOP" uninstall DESTDIR="$W/root"
check "leaves nothing" sh -c "! find '$W/root' -type f -o -type l | grep ."

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
