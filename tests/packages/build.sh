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

# offline COMMAND...: without network, where that can be taken away
offline() {
	if unshare -n true 2>/dev/null; then unshare -n "$@"; else "$@"; fi
}
# otherwise COMMAND...: the same by another user, elsewhere in the world
otherwise() {
	(
		umask 077
		set -- env TZ=Asia/Kathmandu USER=somebody LOGNAME=somebody HOME=/nonexistent HYPERV_GUEST_CACHE="$cache" "$@"
		if unshare -u true 2>/dev/null; then
			unshare -u sh -c 'hostname elsewhere.example; exec "$@"' sh "$@"
		else
			"$@"
		fi
	)
}
# starts_anywhere FILE...: needs no C library of the system
starts_anywhere() {
	for f; do
		[ -f "$f" ] || { echo "there is no $f"; return 1; }
		! readelf -lW "$f" | grep -e INTERP -e DYNAMIC || { echo "$f is linked dynamically"; return 1; }
	done
}
# programs DIR: all are there, and start anywhere
programs() {
	find "$1/usr/sbin" -name 'hv_*' -o -name lsvmbus >"$W/programs"
	[ "$(wc -l <"$W/programs")" -eq 4 ] || { cat "$W/programs"; return 1; }
	# shellcheck disable=SC2046 # a list
	starts_anywhere $(cat "$W/programs") && "$1/usr/sbin/lsvmbus" --version && "$1/usr/sbin/hv_kvp_daemon" --version
}
deb_programs() {
	d=$1
	shift
	for f; do dpkg-deb -x "$f" "$d" || return 1; done
	programs "$d"
}
rpm_programs() {
	d=$1
	shift
	mkdir -p "$d"
	for f; do rpm2cpio "$f" | (cd "$d" && cpio -idm --quiet) || return 1; done
	programs "$d"
}
# deb_needs_no_libc DEB...
deb_needs_no_libc() {
	for f; do
		! dpkg-deb -f "$f" Depends Pre-Depends | grep -w -e 'libc6' -e 'libc' || { echo "which is $f"; return 1; }
	done
}
# rpm_needs_no_libc RPM...
rpm_needs_no_libc() {
	for f; do
		! rpm -qp --requires "$f" 2>/dev/null | grep -e GLIBC -e '\.so' || { echo "which is $f"; return 1; }
	done
}

# boot_unit RPM: it brings the unit, wanted at boot, and systemd finds no fault with it
boot_unit() {
	d=$W/unit
	u=usr/lib/systemd/system
	mkdir -p "$d"
	rpm2cpio "$1" | (cd "$d" && cpio -idm --quiet "./$u/*" "./etc/rc.d/*") || return 1
	[ "$(readlink "$d/$u/multi-user.target.wants/hyperv-guest-build.service")" = ../hyperv-guest-build.service ] &&
		grep -qx 'ConditionVirtualization=microsoft' "$d/$u/hyperv-guest-build.service" || return 1
	script=$(sed -n 's/^ExecStart=\([^ ]*\) .*/\1/p' "$d/$u/hyperv-guest-build.service")
	[ -x "$d$script" ] || { echo "there is no $script"; return 1; }
	has systemd-analyze || return 0
	sed "s,^ExecStart=,&$d," "$d/$u/hyperv-guest-build.service" >"$d/hyperv-guest-build.service"
	! systemd-analyze verify --man=no "$d/hyperv-guest-build.service" 2>&1 | grep hyperv-guest-build
}

cache=${HYPERV_GUEST_CACHE:-${HOME:-/var}/.cache/hyperv-guest}
# A 32-bit C library for static programs, from the network if it must be.
has32=
if has musl-gcc && { sh "$TOP/packaging/musl.sh" i686 "$W/musl32" || "$TOP/tests/rig/userland.sh" musl i386; } >/dev/null 2>&1; then
	has32=y
fi

# One state of the tree for all.
"$TOP/packaging/stage.sh" "$W/tree" >/dev/null || exit 1

if has dpkg-buildpackage && has dh; then
	check "deb: builds, without network" offline sh "$W/tree/packaging/deb.sh" "$W/deb"
	for p in hyperv-guest hyperv-guest-dkms hyperv-guest-tools hyperv-guest-daemons; do
		check "deb: there is $p" sh -c "ls '$W'/deb/${p}_*.deb"
	done
	check "deb: there is a source package" sh -c "ls '$W'/deb/*.dsc '$W'/deb/*.orig.tar.gz"
	if [ -z "$quick" ]; then
		check "deb: builds again, elsewhere, by somebody else" otherwise sh "$W/tree/packaging/deb.sh" "$W/elsewhere/deb"
		check "deb: to the same bytes" same "$W/deb" "$W/elsewhere/deb" '*.deb *.dsc *.tar.*'
	fi
	check "deb: no package asks for a C library" deb_needs_no_libc "$W"/deb/*.deb
	check "deb: programs start whatever the C library" deb_programs "$W/deb-root" "$W"/deb/hyperv-guest-tools_*.deb "$W"/deb/hyperv-guest-daemons_*.deb
	if [ -n "$has32" ]; then
		check "deb: builds for i386" offline sh "$W/tree/packaging/deb.sh" -a i386 "$W/deb32"
		check "deb: those start, too" deb_programs "$W/deb32-root" "$W"/deb32/hyperv-guest-tools_*_i386.deb "$W"/deb32/hyperv-guest-daemons_*_i386.deb
	else
		skip "deb: for i386" "there is no 32-bit musl: tests/rig/userland.sh musl i386"
	fi
	if has lintian; then
		lintian -EviIL +pedantic --no-tag-display-limit "$W"/deb/*.changes >"$W/lint" 2>&1
		check "deb: lintian finds no error" no_error
		check "deb: and no warning that is not explained" no_warning
	else
		skip "deb: lintian" "lintian is not installed"
	fi
	check "deb: so is a bad architecture" sh -c "sh '$TOP/packaging/deb.sh' -a mips '$W/x' 2>&1 | grep -q 'the architecture is amd64 or i386'"
	check "deb: a bad option is one sentence" sh -c "sh '$TOP/packaging/deb.sh' -x 2>&1 | tail -n 1 | grep -q '^usage'"
else
	skip "deb" "dpkg-dev or debhelper is not installed"
fi

if has rpmbuild; then
	check "rpm: builds, without network" offline sh "$W/tree/packaging/rpm.sh" "$W/rpm"
	check "rpm: the drivers' package is for all architectures" sh -c "ls '$W'/rpm/hyperv-guest-dkms-*.noarch.rpm"
	check "rpm: no package asks for a C library" rpm_needs_no_libc "$W"/rpm/*.rpm
	check "rpm: programs start whatever the C library" rpm_programs "$W/rpm-root" "$W"/rpm/hyperv-guest-tools-*.rpm "$W"/rpm/hyperv-guest-daemons-*.rpm
	if [ -n "$has32" ]; then
		check "rpm: builds for i686" offline sh "$W/tree/packaging/rpm.sh" -a i686 "$W/rpm32"
		check "rpm: those start, too" rpm_programs "$W/rpm32-root" "$W"/rpm32/hyperv-guest-tools-*.i686.rpm "$W"/rpm32/hyperv-guest-daemons-*.i686.rpm
		check "rpm: and nothing else is made then" sh -c "! ls '$W/rpm32' | grep 'rpm\$' | grep -v 'i686\.rpm\$'"
	else
		skip "rpm: for i686" "there is no 32-bit musl: tests/rig/userland.sh musl i386"
	fi
	check "rpm: a bad architecture is one sentence" sh -c "sh '$TOP/packaging/rpm.sh' -a mips '$W/x' 2>&1 | grep -q 'the architecture is x86_64 or i686'"
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
	check "rpm: a unit builds at boot where there is no DKMS" boot_unit "$W"/rpm/hyperv-guest-dkms-*.rpm
	if [ -z "$quick" ]; then
		# rpmbuild writes the directory of the build into the source package.
		mv "$W/rpm" "$W/first-rpm"
		check "rpm: builds again, in the same directory" sh "$W/tree/packaging/rpm.sh" "$W/rpm"
		check "rpm: to the same bytes" same "$W/rpm" "$W/first-rpm" '*.rpm'
		check "rpm: builds for one architecture" sh "$W/tree/packaging/rpm.sh" -a x86_64 "$W/rpm64"
		check "rpm: again, elsewhere, by somebody else" otherwise sh "$W/tree/packaging/rpm.sh" -a x86_64 "$W/elsewhere/rpm"
		check "rpm: to the same bytes" same "$W/rpm64" "$W/elsewhere/rpm" '*.x86_64.rpm'
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
