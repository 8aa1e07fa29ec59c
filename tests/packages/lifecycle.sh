#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The life of the Debian packages on a system: after every step each kernel has
# all of our modules or none, and its initramfs holds exactly those.
#
# usage: lifecycle.sh [-q] [SUITE...]    -q: quick, bookworm and fewer steps
#
# Suites: bookworm bullseye trixie bookworm-dracut trixie-dracut. Each is a root
# directory in the cache (chroot.sh) under a layer in memory; kernels are small
# packages with the real hooks; the modules are stand-ins (standin.sh) that build in
# seconds. Nothing of this machine changes. tests/packages/README.md tells more.

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
suite=lifecycle
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"

usage() {
	echo "usage: lifecycle.sh [-q] [bookworm|bullseye|trixie|bookworm-dracut|trixie-dracut]..." >&2
	exit 2
}
quick=
while getopts q opt; do
	case $opt in
	q) quick=y ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))

if [ -z "${LIFE_SUITE:-}" ]; then
	for s; do
		case $s in
		bookworm|bullseye|trixie|bookworm-dracut|trixie-dracut) ;;
		*) echo "lifecycle.sh: unknown suite '$s'" >&2; usage ;;
		esac
	done
	needs dpkg-buildpackage dh openssl
	if [ $# -eq 0 ]; then
		set -- bookworm
		[ -n "$quick" ] || set -- bookworm bullseye trixie bookworm-dracut
	fi
	for s; do
		echo "# $s; what it says is in build/lifecycle-$s.out"
		c=$("$HERE/chroot.sh" "$s") || { echo "not ok $s: no root directory"; failed=$((failed + 1)); continue; }
		LIFE_SUITE=$s LIFE_CHROOT=$c LIFE_QUICK=$quick unshare -m sh "$0" >"$TOP/build/lifecycle-$s.out" 2>&1
		rc=$?
		count_of "$TOP/build/lifecycle-$s.out" ||
			{ echo "not ok $s: ended early with exit code $rc"; failed=$((failed + 1)); }
	done
	echo "$passed passed, $failed failed, 0 skipped"
	[ "$failed" -eq 0 ]
	exit
fi

# ---- one suite, in a mount namespace of its own

suite=$LIFE_SUITE
quick=$LIFE_QUICK
mount --make-rprivate / || exit 1
W=$TOP/build/lifecycle/$suite
rm -rf "$W"
mkdir -p "$W/pkg" || exit 1

case $suite in
bullseye*) id=5.10 ;;
trixie*) id=6.12 ;;
*) id=6.1 ;;
esac
kernel_of $id

# Two versions, and the first once more as a rebuild.
for v in 1.0.0 1.1.0; do
	"$HERE/standin.sh" $v "$W/tree-$v" || exit 1
	sh "$W/tree-$v/packaging/deb.sh" -n "$W/deb-$v" >/dev/null || exit 1
	cp "$W/deb-$v"/hyperv-guest-dkms_*.deb "$W/deb-$v"/hyperv-guest-tools_*.deb "$W/pkg/" || exit 1
done
sed -i '1s/-1)/-2)/' "$W/tree-1.0.0/packaging/debian/changelog"
sh "$W/tree-1.0.0/packaging/deb.sh" -n "$W/deb-1.0.0" >/dev/null || exit 1
cp "$W/deb-1.0.0"/hyperv-guest-dkms_1.0.0-2_all.deb "$W/pkg/" || exit 1

kA=$KREL kB=6.99.1-added kC=6.99.2-later bad=6.99.3-bad in=6.99.4-builtin
case $suite in *dracut) kA=6.99.0-first ;; esac
for k in $kA $kB $kC; do make_kernel "$k" || exit 1; done
make_kernel $bad bad || exit 1
make_kernel $in builtin || exit 1
new_system "$LIFE_CHROOT" || { echo "no system can be made of $LIFE_CHROOT"; exit 1; }

ours1='ours 1.0.0' ours2='ours 1.1.0'
dkms1=/pkg/hyperv-guest-dkms_1.0.0-1_all.deb
dkms1b=/pkg/hyperv-guest-dkms_1.0.0-2_all.deb
dkms2=/pkg/hyperv-guest-dkms_1.1.0-1_all.deb

echo "# $suite: $(chroot "$R" dkms --version), kernel headers of $KREL"
check "a kernel without us" install "$(image "$kA")" "$(headers "$kA")"
check "uses its own modules" is "$kA" own

check "our package is installed" install $dkms1
check "the kernel uses our modules" is "$kA" "$ours1"
check "nothing is under way" clean
check "which is said" said "kernel $kA uses our modules"
check "the previous initramfs is kept" test -f "$R/boot/initrd.img-$kA.hyperv-guest-old"

check "a kernel is added, headers first" install "$(headers $kB)"
check "its image follows" install "$(image $kB)"
check "it uses our modules" is $kB "$ours1"
check "the first kernel, too" is "$kA" "$ours1"

check "a kernel is added, image first" install "$(image $kC)"
check "without headers it uses its own modules" is $kC own
check "its headers follow" install "$(headers $kC)"
check "it uses our modules" is $kC "$ours1"
check "nothing is under way" clean

check "a kernel for which nothing builds: no error of apt" install "$(headers $bad)" "$(image $bad)"
check "it uses its own modules" is $bad own
check "which is said once" said_times 1 "do not build for kernel $bad"
check "the others are as they were" is $kC "$ours1"

check "a kernel with VMBus built in: no error of apt" install "$(headers $in)" "$(image $in)"
check "nothing of ours is there" test ! -e "$R/lib/modules/$in/updates/hyperv-guest"

check "an upgrade" install $dkms2
for k in "$kA" $kB $kC; do check "kernel $k uses the new modules" is "$k" "$ours2"; done
check "the bad kernel uses its own modules" is $bad own
check "nothing is under way" clean

if [ -z "$quick" ]; then
	check "a downgrade" install $dkms1
	for k in "$kA" $kB $kC; do check "kernel $k uses the old modules" is "$k" "$ours1"; done
	check "the same version built again" install $dkms1b
	check "kernel $kB uses it" is $kB "$ours1"
	check "the same package again" install $dkms1b
	check "kernel $kB uses it" is $kB "$ours1"
	check "an upgrade once more" install $dkms2
	check "kernel $kA uses the new modules" is "$kA" "$ours2"
fi

# Same name, same vermagic, and yet a kernel that refuses what was built before.
check "there is another build of a kernel" kernel_anew $kC 2
check "it is installed" install "$(image $kC 2)"
check "without its headers it uses its own modules" is $kC own
check "which is said" said 'built for another build of this kernel'
check "nothing is under way" clean
check "its headers follow" install "$(headers $kC 2)"
check "our modules are built anew" is $kC "$ours2"
check "for this build" run /usr/lib/hyperv-guest/kernel.sh fits $kC "/lib/modules/$kC/updates/hyperv-guest"
check "the others are as they were" is $kB "$ours2"

check "a kernel is removed" run apt-get -y purge "linux-image-$kC" "linux-headers-$kC"
check "nothing is left of its modules" test ! -e "$R/lib/modules/$kC"
check "nothing is left in /boot" sh -c "! ls '$R/boot' | grep -e '-$kC'"
check "the others are as they were" is $kB "$ours2"
check "nothing is under way" clean

run /usr/lib/hyperv-guest/kernel.sh check
check "check finds nothing wrong" test $? -eq 0

# Without headers an upgrade cannot build: what works goes on.
if [ -z "$quick" ]; then
	run apt-get -y purge "linux-headers-$kB"
	check "headers are removed: the modules stay" is $kB "$ours2"
	check "the package is installed again" install $dkms2
	check "the kernel without headers keeps what it has" is $kB "$ours2"
	check "the missing package is named" said "apt-get install linux-headers-$kB"
	check "the headers come back" install "$(headers $kB)"
	check "all is well" is $kB "$ours2"
fi

check "our package is removed" run apt-get -y remove hyperv-guest-dkms
for k in "$kA" $kB $bad; do check "kernel $k uses its own modules" is "$k" own; done
check "nothing is under way" clean
check "no modules of ours are left" sh -c "! find '$R/lib/modules' -path '*hyperv-guest*' | grep ."
check "DKMS knows nothing of us" test ! -e "$R/var/lib/dkms/hyperv-guest"
check "it comes back" install $dkms2
check "the kernel uses our modules" is "$kA" "$ours2"
check "our package is purged" run apt-get -y purge hyperv-guest-dkms
check "the kernel uses its own modules" is "$kA" own
check "nothing of ours is left" sh -c "! find '$R/var/lib' '$R/etc' '$R/boot' '$R/lib/modules' '$R/usr/lib' '$R/usr/src' -name '*hyperv-guest*' ! -path '*/dpkg/*' ! -path '*/dkms/hyperv-guest*' | grep ."

# ---- killed at each step, and a full disk

. "$HERE/life-kill.sh"
if [ -z "$quick" ] && [ "$suite" = bookworm ]; then
	. "$HERE/life-cut.sh"
fi

# ---- the real modules, once

if [ -z "$quick" ] && [ "$suite" = bookworm ]; then
	sh "$TOP/packaging/deb.sh" -n "$W/deb-real" >"$W/said" 2>&1 || cat "$W/said"
	cp "$W/deb-real"/hyperv-guest-dkms_*.deb "$W/pkg/real.deb"
	check "the real package is installed" install /pkg/real.deb
	check "the kernel uses the real modules" is "$kA" "ours $(sed 1q "$TOP/VERSION")"
	check "nothing is left" clean
	check "the real package is purged" run apt-get -y purge hyperv-guest-dkms
	check "the kernel uses its own modules" is "$kA" own

	# From source: the same, without a package.
	run apt-get -y purge "linux-image-$kB" "linux-headers-$kB"
	"$TOP/packaging/stage.sh" "$R/usr/local/src/hyperv-guest" >/dev/null
	make="make -s -C /usr/local/src/hyperv-guest"
	check "make install" run $make install
	check "the kernel uses our modules" is "$kA" "ours $(sed 1q "$TOP/VERSION")"
	check "nothing is under way" clean
	check "the daemons are there" test -x "$R/usr/sbin/hv_kvp_daemon"
	check "make uninstall" run $make uninstall
	check "the kernel uses its own modules" is "$kA" own
	check "nothing of ours is left" sh -c "! find '$R/var/lib' '$R/etc' '$R/boot' '$R/lib/modules' '$R/lib/systemd' '$R/usr/lib' '$R/usr/libexec' '$R/usr/sbin' '$R/usr/src' -name '*hyperv*' -path '*guest*' ! -path '*/dpkg/*' | grep ."
	check "nor of the daemons" sh -c "! find '$R/usr/sbin' '$R/usr/libexec' '$R/lib' -name 'hv[-_]*daemon*' ! -path '*/modules/*' | grep ."
fi

# ---- from source, of small modules: upgraded, and without DKMS

# source_tree VERSION: that version, with the daemons, in /usr/local/src
source_tree() {
	rm -rf "$R/usr/local/src/hyperv-guest"
	cp -R "$W/tree-$1" "$R/usr/local/src/hyperv-guest" && cp -R "$TOP/daemons" "$R/usr/local/src/hyperv-guest/"
}
if [ -z "$quick" ] && [ "$suite" = bookworm ]; then
	make="make -s -C /usr/local/src/hyperv-guest"
	source_tree 1.0.0
	check "make install: the first version" run $make install
	check "the kernel uses our modules" is "$kA" "$ours1"
	check "a kernel is added" install "$(headers $kB)" "$(image $kB)"
	check "it uses our modules" is $kB "$ours1"
	source_tree 1.1.0
	check "make install: the next version" run $make install
	for k in "$kA" $kB; do check "kernel $k uses the new modules" is "$k" "$ours2"; done
	check "the sources of the first are gone" test ! -e "$R/usr/src/hyperv-guest-1.0.0"
	check "the added kernel goes" run apt-get -y purge "linux-image-$kB" "linux-headers-$kB"
	check "make uninstall" run $make uninstall
	check "the kernel uses its own modules" is "$kA" own
	mv "$R/usr/sbin/dkms" "$R/usr/sbin/dkms.away"
	check "make install without DKMS" run $make install
	check "the kernel uses our modules" is "$kA" "$ours2"
	check "a kernel is added, headers first" install "$(headers $kB)"
	check "its image follows" install "$(image $kB)"
	check "it uses our modules" is $kB "$ours2"
	check "a kernel is added, image first" install "$(image $kC)"
	check "without headers it uses its own modules" is $kC own
	check "its headers follow" install "$(headers $kC)"
	check "it uses our modules" is $kC "$ours2"
	check "nothing is under way" clean
	check "make uninstall" run $make uninstall
	for k in "$kA" $kB $kC; do check "kernel $k uses its own modules" is "$k" own; done
	check "nothing of ours is left" sh -c "! find '$R/var/lib' '$R/etc' '$R/boot' '$R/lib/modules' '$R/usr/lib' '$R/usr/src' -name '*hyperv-guest*' ! -path '*/dpkg/*' | grep ."
	mv "$R/usr/sbin/dkms.away" "$R/usr/sbin/dkms"
fi

# ---- all packages, as users install them: what depends on a library that this release
# lacks shows here. Without headers no modules are built.

run apt-get -y purge 'linux-headers-*'
version=$(sed 1q "$TOP/VERSION")
check "all packages are built" sh "$TOP/packaging/deb.sh" -n "$W/deb-all"
rm -f "$W"/pkg/hyperv-guest*.deb
cp "$W"/deb-all/*.deb "$W/pkg/"
set -- "$W"/pkg/hyperv-guest*.deb
check "there are four" test $# -eq 4
check "all packages are installed" install "/pkg/${1##*/}" "/pkg/${2##*/}" "/pkg/${3##*/}" "/pkg/${4##*/}"
for p in lsvmbus hv_kvp_daemon hv_vss_daemon hv_fcopy_daemon; do
	check "$p starts" run "/usr/sbin/$p" --version
	check "it is of this version" said " $version\$"
done
check "doctor finds nothing wrong" run hyperv-guest doctor
check "dpkg has no complaint" run dpkg --audit
check "the kernel uses its own modules" is "$kA" own
check "all packages are purged" run apt-get -y purge hyperv-guest hyperv-guest-dkms hyperv-guest-tools hyperv-guest-daemons
check "nothing of ours is left" sh -c "! find '$R/etc' '$R/usr/sbin' '$R/usr/lib' '$R/usr/libexec' '$R/var/lib' -name '*hyperv-guest*' -o -name 'hv[-_]*daemon*' | grep -v -e /dpkg/ -e '/dkms/hyperv-guest' -e /modules/ | grep ."

verdict "$W"/tree-*
