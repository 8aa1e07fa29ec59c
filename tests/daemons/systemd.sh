#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The Debian packages of daemons and tools, installed in a Debian system that runs as a guest
# of the stand-in host, with systemd as its init: scenarios systemd-daemons, systemd-addresses.
#
# usage: systemd.sh [DRIVERS...]      DRIVERS: ours, intree; both by default
#
# Not part of any check: under emulation systemd alone takes minutes, and the limits of
# time of the hooks are those of a machine. sandbox.sh shows most of the same in a minute.
#
# SYSTEMD_SCENARIOS=NAMES: only these.
# SYSTEMD_DEBS=DIR: packages that were built before.

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
export PATH
W=$TOP/build/systemd-daemons
# shellcheck source=tests/daemons/system.sh
. "$HERE/system.sh"

for d; do
	case $d in
	ours|intree) ;;
	*) echo "systemd.sh: DRIVERS is 'ours' or 'intree', not '$d'" >&2; exit 2 ;;
	esac
done
[ $# -gt 0 ] || set -- ours intree

give_up() {
	echo "ok systemd-daemons # skip $1"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}
fail() {
	echo "not ok systemd-daemons: $1"
	echo "0 passed, 1 failed, 0 skipped"
	exit 1
}
[ "$(id -u)" -eq 0 ] || give_up "needs root"
for t in debootstrap dpkg-buildpackage mke2fs; do
	command -v "$t" >/dev/null 2>&1 || give_up "$t is not installed"
done

base=$("$TOP/tests/packages/chroot.sh" bookworm-systemd) || fail "no root directory"
rm -rf "$W"
mkdir -p "$W" || exit 1
debs=${SYSTEMD_DEBS:-$W/deb}
[ -n "${SYSTEMD_DEBS:-}" ] || sh "$TOP/packaging/deb.sh" -n "$debs" >"$W/deb.log" 2>&1 ||
	fail "the packages do not build; see $W/deb.log"
cp -a "$base" "$W/root" || exit 1
R=$W/root
# Nothing is started while it is a directory only.
printf '#!/bin/sh\nexit 101\n' >"$R/usr/sbin/policy-rc.d"
chmod 755 "$R/usr/sbin/policy-rc.d"
cp "$debs"/hyperv-guest-daemons_*.deb "$debs"/hyperv-guest-tools_*.deb "$R/tmp/" || fail "no packages in $debs"
chroot "$R" sh -c 'dpkg -i /tmp/*.deb' >"$W/dpkg.log" 2>&1 </dev/null || {
	tail -n 5 "$W/dpkg.log" | sed 's/^/    /'
	fail "the packages cannot be installed"
}
rm -rf "$R"/tmp/* "$R/usr/sbin/policy-rc.d" "$R"/usr/share/doc "$R"/usr/share/man "$R"/usr/share/locale \
	"$R"/usr/lib/udev/hwdb.d "$R"/lib/udev/hwdb.d "$R"/etc/udev/hwdb.bin "$R"/var/cache/apt/* "$R/.layout"
system_prepare "$R" guest serial-getty@ttyS0.service systemd-hwdb-update.service ldconfig.service \
	systemd-journal-catalog-update.service systemd-update-done.service
S=$R/etc/systemd/system
# /tmp is not part of what is frozen
cp "$R/usr/share/systemd/tmp.mount" "$S/"
mkdir -p "$S/local-fs.target.wants"
ln -sf ../tmp.mount "$S/local-fs.target.wants/tmp.mount"

for d; do
	for n in ${SYSTEMD_SCENARIOS:-systemd-daemons systemd-addresses}; do
		echo "$n $d 6.1"
	done
done >"$W/list"
RIG_SYSTEM=$R "$TOP/tests/rig/run.sh" -b "$W/list"
rc=$?
rm -rf "$R"
exit $rc
