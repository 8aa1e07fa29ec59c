#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The life of the RPM packages: installed, upgraded and removed by rpm in a root
# directory with dracut, with DKMS and without; after every step the kernel has all
# of our modules or none, and its initramfs holds exactly those.
#
# usage: rpmlife.sh
#
# The root directory is Debian's (chroot.sh bookworm-dracut), because no mirror of a
# distribution with rpm is within reach: what runs in it are the scripts of the
# packages, dracut, kmod, dkms and the shell, not yum. See lifecycle.sh.

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
suite=rpmlife
W=$TOP/build/rpmlife
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"

[ $# -eq 0 ] || { echo "usage: rpmlife.sh" >&2; exit 2; }
if [ -z "${LIFE_CHROOT:-}" ]; then
	needs rpm rpmbuild
	c=$("$HERE/chroot.sh" bookworm-dracut) || { echo "not ok rpmlife: no root directory"; exit 1; }
	rm -rf "$W"
	mkdir -p "$W/pkg" || exit 1
	LIFE_CHROOT=$c exec unshare -m sh "$0"
fi

suite=rpm
mount --make-rprivate / || exit 1
kernel_of 6.1

for v in 1.0.0 1.1.0 1.2.0; do
	"$HERE/standin.sh" $v "$W/tree" || exit 1
	# the last one builds nowhere
	[ $v != 1.2.0 ] || echo '#error this version takes no kernel' >>"$W/tree/$(cd "$W/tree" && find src -name '*.c' | sort | sed 1q)"
	sh "$TOP/packaging/rpm.sh" -t "$W/tree" "$W/rpm-$v" >"$W/last" 2>&1 || { cat "$W/last"; exit 1; }
	mv "$W/rpm-$v"/hyperv-guest-dkms-$v-1.*.rpm "$W/pkg/dkms-$v.rpm" || exit 1
	rm -rf "$W/tree" "$W/rpm-$v"
done

kA=6.99.0-first kB=6.99.1-added
for k in "$kA" "$kB"; do make_kernel "$k" || exit 1; done
new_system "$LIFE_CHROOT" || { echo "no system can be made of $LIFE_CHROOT"; exit 1; }
# The distributions of these packages have no DKMS of their own: first without.
mv "$R/usr/sbin/dkms" "$R/usr/sbin/dkms.away"
mkdir -p "$R/etc/rc.d/init.d"

# rpm_do ARGUMENT...: the program of this machine, its scripts run inside
rpm_do() {
	echo "\$ rpm $*" >>"$W/log"
	unshare -n env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C TERM=dumb \
		rpm --root "$R" --nodeps --nosignature "$@" >"$W/said" 2>&1 </dev/null
	rc=$?
	cat "$W/said" >>"$W/log"
	return $rc
}

no_trace() {
	! find "$R/lib/modules" "$R/usr/src" "$R/usr/lib" "$R/etc" "$R/var/lib" "$R/boot" -name '*hyperv-guest*' \
		! -path '*/lib/rpm/*' | grep .
}

# life WITH: the same with DKMS and without
life() {
	check "$1: a kernel without us uses its own modules" is $kA own
	check "$1: the package is installed" rpm_do -i "$W/pkg/dkms-1.0.0.rpm"
	check "$1: the kernel uses our modules" is $kA "ours 1.0.0"
	check "$1: nothing is under way" clean
	check "$1: rpm finds its files unchanged" rpm_do -V hyperv-guest-dkms
	check "$1: an upgrade" rpm_do -U "$W/pkg/dkms-1.1.0.rpm"
	check "$1: the kernel uses the new modules" is $kA "ours 1.1.0"
	check "$1: nothing is left of the old sources" test ! -e "$R/usr/src/hyperv-guest-1.0.0"
	check "$1: a kernel is added" install "$(headers $kB)" "$(image $kB)"
	[ "$1" = "with DKMS" ] || check "$1: what runs at boot" run /etc/rc.d/init.d/hyperv-guest-build start
	check "$1: it uses our modules" is $kB "ours 1.1.0"
	check "$1: an upgrade that does not build is no error of rpm" rpm_do -U "$W/pkg/dkms-1.2.0.rpm"
	check "$1: the kernels have one side each" bootable $kA
	check "$1: and the other" bootable $kB
	check "$1: back to what works" rpm_do -U --oldpackage "$W/pkg/dkms-1.1.0.rpm"
	for k in $kA $kB; do check "$1: kernel $k uses our modules" is "$k" "ours 1.1.0"; done
	check "$1: the package is removed" rpm_do -e hyperv-guest-dkms
	for k in $kA $kB; do check "$1: kernel $k uses its own modules" is "$k" own; done
	check "$1: nothing of ours is left" no_trace
	check "$1: the added kernel goes" run apt-get -y purge "linux-image-$kB" "linux-headers-$kB"
}

check "a kernel" install "$(image $kA)" "$(headers $kA)"
life "without DKMS"
mv "$R/usr/sbin/dkms.away" "$R/usr/sbin/dkms"
life "with DKMS"

verdict
