#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The life of the RPM packages: installed, upgraded and removed by rpm in a root
# directory with dracut, with DKMS and without; after every step the kernel has all of our modules or none, and its
# initramfs holds exactly those.
#
# usage: rpmlife.sh [DKMS]     DKMS: a program to use in place of standin/dkms-2203, say
#                              that of an old release
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

[ $# -le 1 ] || { echo "usage: rpmlife.sh [DKMS]" >&2; exit 2; }
olddkms=${1:-$HERE/standin/dkms-2203}
[ -r "$olddkms" ] || { echo "rpmlife.sh: cannot read $olddkms" >&2; exit 2; }
if [ -z "${LIFE_CHROOT:-}" ]; then
	needs rpm rpmbuild
	c=$("$HERE/chroot.sh" bookworm-dracut) || { echo "not ok rpmlife: no root directory"; exit 1; }
	rm -rf "$W"
	mkdir -p "$W/pkg" || exit 1
	LIFE_CHROOT=$c exec unshare -m sh "$0" "$olddkms"
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
	rm -rf "$W/rpm-$v"
	if [ $v = 1.1.0 ]; then
		sed -i 's/^Release: 1$/Release: 2/' "$W/tree/packaging/rpm/hyperv-guest.spec"
		sh "$TOP/packaging/rpm.sh" -t "$W/tree" "$W/rpm-$v" >"$W/last" 2>&1 || { cat "$W/last"; exit 1; }
		mv "$W/rpm-$v"/hyperv-guest-dkms-$v-2.*.rpm "$W/pkg/dkms-$v-2.rpm" || exit 1
		rm -rf "$W/rpm-$v"
	fi
	rm -rf "$W/tree"
done

kA=6.99.0-first kB=6.99.1-added in=6.99.4-builtin
for k in "$kA" "$kB"; do make_kernel "$k" || exit 1; done
make_kernel $in builtin || exit 1
new_system "$LIFE_CHROOT" || { echo "no system can be made of $LIFE_CHROOT"; exit 1; }
# The distributions of these packages have no DKMS of their own: first without.
mv "$R/usr/sbin/dkms" "$R/usr/sbin/dkms.away"
mkdir -p "$R/etc/rc.d/init.d"

no_trace() {
	! find "$R/lib/modules" "$R/usr/src" "$R/usr/lib" "$R/etc" "$R/var/lib" "$R/boot" -name '*hyperv-guest*' \
		! -path '*/lib/rpm/*' | grep .
}

# boot_of KERNEL: what runs at its boot
boot_of() {
	mkdir -p "$R/shim"
	printf '#!/bin/sh\ncase $1 in -r) echo %s ;; *) exec /bin/uname "$@" ;; esac\n' "$1" >"$R/shim/uname"
	chmod 755 "$R/shim/uname"
	run env PATH=/shim:/usr/sbin:/usr/bin:/sbin:/bin /etc/rc.d/init.d/hyperv-guest-build start
}

# kernel_goes KERNEL: as a package of RHEL's kernel: kernel-install while the files are
# there, dracut's part of it first; then the files
kernel_goes() {
	rm -f "$R/boot/initrd.img-$1"
	# dkms's script, where there is one, is in front of it
	[ ! -x "$R/usr/sbin/dkms" ] || run dkms remove -m hyperv-guest -v 1.1.0 -k "$1"
	run /usr/lib/kernel/install.d/95-hyperv-guest.install remove "$1" || return 1
	for d in "$R/lib/modules/$1/updates/hyperv-guest" "$R/boot/"*"$1"*.hyperv-guest-*; do
		[ ! -e "$d" ] || { echo "$d is left"; return 1; }
	done
	# dpkg's scripts would do it again.
	mv "$R/etc/kernel" "$R/etc/kernel.away"
	run apt-get -y purge "linux-image-$1" "linux-headers-$1"
	rc=$?
	mv "$R/etc/kernel.away" "$R/etc/kernel"
	rm -rf "$R/lib/modules/${1:?}/modules."* "$R/lib/modules/$1/weak-updates"
	rmdir "$R/lib/modules/$1/"* "$R/lib/modules/$1" 2>/dev/null
	[ ! -e "$R/lib/modules/$1" ] || { find "$R/lib/modules/$1"; return 1; }
	return $rc
}

# life WITH: the same with DKMS and without
life() {
	check "$1: a kernel without us uses its own modules" is $kA own
	check "$1: the kernel has no headers" run apt-get -y purge "linux-headers-$kA"
	check "$1: the package is installed" rpm_do -i "$W/pkg/dkms-1.0.0.rpm"
	check "$1: without headers the kernel uses its own modules" is $kA own
	check "$1: which is said" said "kernel $kA: its headers are missing"
	check "$1: the headers come" install "$(headers $kA)"
	check "$1: boot" boot_of $kA
	check "$1: the kernel uses our modules" is $kA "ours 1.0.0"
	check "$1: the next boot" boot_of $kA
	check "$1: does nothing" not_said .
	check "$1: nothing is under way" clean
	check "$1: rpm finds its files unchanged" rpm_do -V hyperv-guest-dkms
	check "$1: an upgrade" rpm_do -U "$W/pkg/dkms-1.1.0.rpm"
	check "$1: the kernel uses the new modules" is $kA "ours 1.1.0"
	check "$1: nothing is left of the old sources" test ! -e "$R/usr/src/hyperv-guest-1.0.0"
	# What weak-modules would do for a kernel of RHEL that is added.
	if [ "$1" = "with DKMS 2.2.0.3" ]; then
		check "$1: it links its mark for a kernel to come" weakly_linked $kB
	fi
	check "$1: a kernel is added, image first" install "$(image $kB)"
	check "$1: it uses its own modules" is $kB own
	check "$1: its headers" install "$(headers $kB)"
	check "$1: it is booted" boot_of $kB
	check "$1: it uses our modules" is $kB "ours 1.1.0"
	check "$1: the same version built again" rpm_do -U "$W/pkg/dkms-1.1.0-2.rpm"
	for k in $kA $kB; do check "$1: kernel $k uses our modules" is "$k" "ours 1.1.0"; done
	check "$1: the first build of it again" rpm_do -U --oldpackage "$W/pkg/dkms-1.1.0.rpm"
	check "$1: the added kernel goes, in the order of RHEL" kernel_goes $kB
	check "$1: it comes again, with headers" install "$(headers $kB)" "$(image $kB)"
	check "$1: it is booted" boot_of $kB
	check "$1: it uses our modules" is $kB "ours 1.1.0"
	check "$1: a kernel with VMBus built in is added" install "$(headers $in)" "$(image $in)"
	check "$1: it is booted" boot_of $in
	check "$1: nothing of ours is there" test ! -e "$R/lib/modules/$in/updates/hyperv-guest"
	check "$1: it goes" run apt-get -y purge "linux-image-$in" "linux-headers-$in"
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

# weakly_linked KERNEL: an added kernel gets a link to a module of another
weakly_linked() {
	mkdir -p "$R/lib/modules/$1/weak-updates" &&
		f=$(find "$R/lib/modules/$kA/" -name hyperv_guest.ko) && [ -n "$f" ] &&
		ln -s "${f#"$R"}" "$R/lib/modules/$1/weak-updates/hyperv_guest.ko"
}

check "a kernel" install "$(image $kA)" "$(headers $kA)"
life "without DKMS"
mv "$R/usr/sbin/dkms.away" "$R/usr/sbin/dkms"
life "with DKMS"
mv "$R/usr/sbin/dkms" "$R/usr/sbin/dkms.today"
cp "$olddkms" "$R/usr/sbin/dkms"
chmod 755 "$R/usr/sbin/dkms"
life "with DKMS 2.2.0.3"
rm "$R/usr/sbin/dkms"

verdict
