#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Single cases of what kernel.sh and the hooks decide, on a Debian 12 in a root
# directory, without packages: each begins with the same state and takes seconds.
#
# usage: cases.sh [-l] [CASE...]      -l: list the cases
#
# The system and the modules are those of lifecycle.sh; the programs that make an
# initramfs are Debian's, or stand-ins where another distribution's habits matter.

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
suite=cases
W=$TOP/build/cases
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"

cases() {
	sed -n 's/^case_\([a-z0-9_]*\)() {$/\1/p' "$HERE/cases.sh"
}

if [ "${1:-}" = -l ]; then
	cases
	exit 0
fi
for c; do
	cases | grep -q -x -e "$c" || {
		echo "cases.sh: unknown case '$c'; known: $(cases | tr '\n' ' ')" >&2
		exit 2
	}
done
if [ -z "${LIFE_CHROOT:-}" ]; then
	needs
	c=$("$HERE/chroot.sh" bookworm) || { echo "not ok cases: no root directory"; exit 1; }
	rm -rf "$W"
	mkdir -p "$W/pkg" || exit 1
	LIFE_CHROOT=$c exec unshare -m sh "$0" "$@"
fi

mount --make-rprivate / || exit 1
kernel_of 6.1
kA=6.99.1-case
for v in 1.0.0 1.1.0; do "$HERE/standin.sh" $v "$W/tree-$v" || exit 1; done
make_kernel $kA || exit 1
new_system "$LIFE_CHROOT" || { echo "no system can be made of $LIFE_CHROOT"; exit 1; }
mv "$R/usr/sbin/dkms" "$R/usr/sbin/dkms.away"

# add_kernel RELEASE [image|headers]: as its packages would, but for the hooks
add_kernel() {
	for x in ${2:-image headers}; do
		for d in lib usr boot; do
			[ ! -d "$W/$x-$1/$d" ] || cp -a "$W/$x-$1/$d/." "$R/$d/"
		done
	done
	run depmod "$1"
	case ${2:-image} in image) run mkinitramfs -o "/boot/initrd.img-$1" "$1" ;; esac
}

add_kernel $kA
sh "$W/tree-1.0.0/packaging/install.sh" deb "$R" || exit 1
K=/usr/lib/hyperv-guest/kernel.sh
S=/usr/lib/hyperv-guest/setup.sh
ours1='ours 1.0.0' ours2='ours 1.1.0'
for v in 1.0.0 1.1.0; do
	sh "$W/tree-$v/dkms/kernel.sh" build $kA "$W/headers-$kA/usr/src/linux-headers-$kA" "$R/var/tmp/set-$v" >"$W/said" 2>&1 ||
		{ cat "$W/said"; exit 1; }
done
check "the kernel uses its own modules" is $kA own
run $K install $kA /var/tmp/set-1.0.0
check "ours are installed" is $kA "$ours1"

# What a case may change. /usr/lib/hyperv-guest, too: setup.sh writes there.
parts="lib/modules boot var/lib/hyperv-guest usr/lib/hyperv-guest etc/modprobe.d usr/src"
save() {
	rm -rf "$W/mem/snap-$1"
	for p in $parts; do
		mkdir -p "$W/mem/snap-$1/$p" "$R/$p"
		[ "$p" = usr/src ] || cp -a "$R/$p/." "$W/mem/snap-$1/$p/"
	done
}
restore() {
	for p in $parts; do
		[ "$p" != usr/src ] || continue
		rm -rf "${R:?}/$p"
		mkdir -p "$R/$p"
		cp -a "$W/mem/snap-$1/$p/." "$R/$p/"
	done
}
save ours
run $K remove $kA
check "and removed" is $kA own
save own

# full DIRECTORY COMMAND...: with no room left in it
full() {
	at=$R$1
	shift
	rm -rf "$W/mem/kept"
	cp -a "$at" "$W/mem/kept"
	mount -t tmpfs -o "size=$(($(du -sk "$at" | cut -f 1) + 600))k" tmpfs "$at" || return 1
	cp -a "$W/mem/kept/." "$at/" || return 1
	cat /dev/zero >"$at/.filler" 2>/dev/null
	run "$@"
	rc=$?
	rm -f "$at/.filler"
	rm -rf "$W/mem/kept"
	cp -a "$at" "$W/mem/kept"
	umount "$at"
	find "$at" -mindepth 1 -delete
	cp -a "$W/mem/kept/." "$at/"
	return $rc
}

fails() {
	! "$@"
}

# no_headers COMMAND...: as long as the command runs they are not there
no_headers() {
	mv "$R/lib/modules/$kA/build" "$W/mem/build"
	"$@"
	rc=$?
	mv "$W/mem/build" "$R/lib/modules/$kA/build"
	return $rc
}

# ---- the way back

# With no room for another initramfs: all goes on, also without headers.
case_full() {
	restore ours
	full /boot $K remove $kA
	check "no room in /boot: a removal fails" test $? -ne 0
	check "ours stay in use, all of them" is $kA "$ours1"
	check "which is said" said 'our modules stay in use'
	check "nothing is under way" clean
	restore ours
	no_headers full /boot $S remove 1.0.0
	check "no room, no headers: the package is not removed" test $? -ne 0
	check "ours stay in use, all of them" is $kA "$ours1"
	check "nothing is under way" clean
	run $K remove $kA
	check "with room it can be" is $kA own
	check "nothing is left" clean
	# Cut off when the set was out already.
	restore ours
	echo remove >"$R/var/lib/hyperv-guest/journal/$kA"
	mkdir -p "$R/lib/modules/.hyperv-guest/$kA"
	mv "$R/lib/modules/$kA/updates/hyperv-guest" "$R/lib/modules/.hyperv-guest/$kA/bad"
	run depmod $kA
	full /boot $K settle $kA
	check "cut off, no room: ours stay in use" is $kA "$ours1"
	check "nothing is under way" clean
}

# ---- what others have set up

# "install" lines of the administrator are no reason for anything.
case_install_lines() {
	restore own
	printf 'install hv_utils /bin/true\ninstall hv_vmbus /bin/true\n' >"$W/conf"
	cp "$W/conf" "$R/etc/modprobe.d/admin.conf"
	run $K install $kA /var/tmp/set-1.0.0
	check "install lines in modprobe.d: ours are installed" test $? -eq 0
	run $K check $kA
	check "and checked" test $? -eq 0
	rm "$R/etc/modprobe.d/admin.conf"
	check "all of them" is $kA "$ours1"
	cp "$W/conf" "$R/etc/modprobe.d/admin.conf"
	run $K remove $kA
	check "and removed" test $? -eq 0
	rm "$R/etc/modprobe.d/admin.conf"
	check "all of them" is $kA own
}

# without PROGRAM COMMAND...: it is not installed
without() {
	p=$(readlink -f "$R$(chroot "$R" which "$1")")
	shift
	mv "$p" "$p.away"
	"$@"
	rc=$?
	mv "$p.away" "$p"
	return $rc
}

# What cannot be read is not taken for what fits.
case_compressed() {
	restore own
	find "$R/lib/modules/$kA/kernel/" -name 'hv_*.ko' -exec perl -0777 -pi -e \
		's/(.)(.{3}\0{4}module_layout\0)/chr(ord($1) ^ 0xff) . $2/gse' {} +
	find "$R/lib/modules/$kA/kernel/" -name 'hv_*.ko' -exec xz -f {} +
	run depmod $kA
	run $K install $kA /var/tmp/set-1.0.0
	check "another build of the kernel is seen in its compressed modules" said 'built for another build of this kernel'
	without xz run $K install $kA /var/tmp/set-1.0.0
	check "without xz, too" said 'built for another build of this kernel'
	check "ours are not used" test ! -d "$R/lib/modules/$kA/updates/hyperv-guest"
	for f in "$R/lib/modules/$kA"/kernel/drivers/hv/hv_*.ko.xz; do
		echo nothing >"$f"
	done
	run $K install $kA /var/tmp/set-1.0.0
	check "modules that cannot be read" said 'cannot be read'
	check "ours are not used" test ! -d "$R/lib/modules/$kA/updates/hyperv-guest"
}

# /tmp may be in memory.
case_tmp() {
	restore own
	mount -t tmpfs -o size=64k tmpfs "$R/tmp"
	run $K install $kA /var/tmp/set-1.0.0
	check "no room in /tmp: ours are installed" test $? -eq 0
	umount "$R/tmp"
	check "all of them" is $kA "$ours1"
	mkdir "$R/var/tmp/hyperv-guest.99999999.abcdef"
	run $S kernel $kA
	check "what was left there by a kill goes" test ! -e "$R/var/tmp/hyperv-guest.99999999.abcdef"
}

# ---- kernels that go

case_gone() {
	# RHEL's kernel goes while its files are there, its initramfs goes before us.
	restore ours
	mkdir -p "$R/var/lib/hyperv-guest/built" "$R/usr/lib/kernel/install.d" "$R/etc/kernel/postrm.d"
	: >"$R/var/lib/hyperv-guest/built/$kA.log"
	cp "$TOP/packaging/kernel/install.d" "$R/usr/lib/kernel/install.d/95-hyperv-guest.install"
	rm "$R/boot/initrd.img-$kA"
	check "the old initramfs is there" test -f "$R/boot/initrd.img-$kA.hyperv-guest-old"
	run /usr/lib/kernel/install.d/95-hyperv-guest.install remove $kA
	check "a kernel is removed as by RHEL's: nothing is left in /boot" sh -c "! ls '$R/boot' | grep hyperv-guest"
	check "nor of our modules" test ! -e "$R/lib/modules/$kA/updates"
	check "nor of what was built" sh -c "! ls '$R'/var/lib/hyperv-guest/built/$kA* 2>/dev/null"
	check "what it would load until it is gone is there" side $kA
	# Without that hook: the next one sweeps.
	restore ours
	mkdir -p "$R/lib/modules/6.98.0-gone/updates"
	cp -R "$R/lib/modules/$kA/updates/hyperv-guest" "$R/lib/modules/6.98.0-gone/updates/"
	for f in initrd.img-6.98.0-gone initramfs-6.97.0-gone.img; do echo x >"$R/boot/$f.hyperv-guest-old"; done
	echo x >"$R/boot/initrd.img-6.96.0-gone"
	echo x >"$R/boot/initrd.img-6.96.0-gone.hyperv-guest-old"
	run $S kernel $kA
	check "left by kernels that have gone: the initramfs are swept" sh -c "! ls '$R/boot' | grep gone.*hyperv-guest"
	check "and the modules" test ! -e "$R/lib/modules/6.98.0-gone"
	check "what others left is left" test -f "$R/boot/initrd.img-6.96.0-gone"
	check "what is in use stays" is $kA "$ours1"
	check "with its old initramfs" test -f "$R/boot/initrd.img-$kA.hyperv-guest-old"
	# The last one that boots is kept.
	rm "$R/boot/initrd.img-$kA"
	run $S kernel $kA
	check "an initramfs was deleted by mistake: the old one stays" test -f "$R/boot/initrd.img-$kA.hyperv-guest-old"
}

# ---- builds without DKMS

# sources VERSION [broken]: in /usr/src
sources() {
	cp -a "$W/tree-1.0.0" "$R/usr/src/hyperv-guest-$1"
	echo "$1" >"$R/usr/src/hyperv-guest-$1/VERSION"
	[ -z "${2:-}" ] || echo '#error not this one' >>"$R/usr/src/hyperv-guest-$1/src/hv_utils.c"
}
no_sources() {
	rm -rf "$R"/usr/src/hyperv-guest-*
}

case_sources() {
	restore own
	no_sources
	sources 0.9.0
	sources 0.10.0
	run $K rebuild $kA
	check "of several sources the newest are built" is $kA "ours 0.10.0"
	run $K remove $kA
	run $S install 0.9.0
	check "those that are installed" is $kA "ours 0.9.0"
	run $K remove $kA
	run $K rebuild $kA
	check "later, too" is $kA "ours 0.9.0"
	# With DKMS, which knows both.
	restore own
	for v in 0.9.0 0.10.0; do
		mkdir -p "$R/var/lib/dkms/hyperv-guest/$v"
		ln -sfn /usr/src/hyperv-guest-$v "$R/var/lib/dkms/hyperv-guest/$v/source"
	done
	printf '#!/bin/sh\necho "dkms $*" >>/dkms.log\n' >"$R/usr/sbin/dkms"
	chmod 755 "$R/usr/sbin/dkms"
	rm -f "$R/dkms.log"
	run $S kernel $kA
	check "DKMS is asked for the newest" grep -q "dkms install.* -v 0.10.0 " "$R/dkms.log"
	rm -rf "$R/usr/sbin/dkms" "$R/var/lib/dkms/hyperv-guest" "$R/dkms.log"
	no_sources
	sources 1.0.0
}

# boots: what runs at boot; builds counts how often something was built
boots() {
	run setsid -w env PATH="/shim:/usr/sbin:/usr/bin:/sbin:/bin" "$@" sh /etc/rc.d/init.d/hyperv-guest-build start
}
builds() {
	n=$(wc -l <"$R/shim/builds")
	echo "$n builds"
	[ "$n" -eq "$1" ]
}
shims() {
	mkdir -p "$R/shim" "$R/etc/rc.d/init.d"
	cp "$TOP/packaging/hyperv-guest-build.init" "$R/etc/rc.d/init.d/hyperv-guest-build"
	printf '#!/bin/sh\ncase $1 in -r) echo %s ;; *) exec /bin/uname "$@" ;; esac\n' $kA >"$R/shim/uname"
	cat >"$R/shim/make" <<'EOT'
#!/bin/sh
# It runs itself, too.
case $* in
*KDIR=*)
	echo x >>/shim/builds
	[ ! -e /shim/kill ] || kill -9 0
	[ ! -e /shim/full ] || { echo "write error: No space left on device" >&2; exit 1; } ;;
esac
exec /usr/bin/make "$@"
EOT
	chmod 755 "$R/shim/uname" "$R/shim/make"
	: >"$R/shim/builds"
	rm -f "$R/shim/kill" "$R/shim/full"
}

case_boot() {
	restore own
	no_sources
	sources 1.0.0
	shims
	: >"$R/shim/kill"
	boots
	rm "$R/shim/kill"
	check "a build at boot is killed" builds 1
	check "the kernel's own modules are in use" is $kA own
	boots
	check "the next boot builds again" is $kA "$ours1"
	boots
	check "and the next one nothing" builds 2
	run $K remove $kA
	boots
	check "nor when who had them removed does not want them" builds 2
	check "the kernel's own modules are in use" is $kA own

	restore own
	shims
	no_sources
	sources 1.0.1 broken
	boots
	check "a build at boot fails" is $kA own
	check "which is said" said 'no modules could be built'
	boots
	check "once: the next boot does not try again" builds 1
	echo "# other headers" >>"$R/usr/src/linux-headers-$kA/.config"
	boots
	check "with other headers it does" builds 2
	sources 1.1.0
	rm -rf "$R/usr/src/hyperv-guest-1.0.1"
	boots
	check "and another version" is $kA "ours 1.1.0"
	run $K forget $kA
	check "nothing of that is left for a kernel that has gone" sh -c "! ls '$R/var/lib/hyperv-guest/built/' | grep ."

	restore own
	shims
	: >"$R/shim/full"
	boots
	check "a build at boot has no room" is $kA own
	rm "$R/shim/full"
	boots
	check "the next boot tries again" is $kA "ours 1.1.0"

	# What was built and has no place is not built again.
	restore own
	shims
	full /boot env PATH="/shim:/usr/sbin:/usr/bin:/sbin:/bin" sh /etc/rc.d/init.d/hyperv-guest-build start
	check "no room in /boot at boot: the kernel's own modules are in use" is $kA own
	boots
	check "with room ours are" is $kA "ours 1.1.0"
	check "without another build" builds 1

	# Another machine.
	restore own
	shims
	mkdir -p "$R/sys/class/dmi/id"
	echo QEMU >"$R/sys/class/dmi/id/sys_vendor"
	boots
	check "not on Hyper-V: nothing is built at boot" builds 0
	check "and nothing said" fails said .
	boots HYPERV_GUEST_FORCE=1
	check "unless that is wanted" is $kA "ours 1.1.0"
	restore own
	shims
	echo "Microsoft Corporation" >"$R/sys/class/dmi/id/sys_vendor"
	boots
	check "on Hyper-V it is built" is $kA "ours 1.1.0"
	rm -rf "$R/sys/class"
	restore own
	rm "$R/lib/modules/$kA/build"
	run $K rebuild $kA
	check "no headers: what to install is said" said 'no headers of kernel'
	restore own
	no_sources
	sources 1.0.0
}

# ---- kernels without such drivers of their own

case_no_own() {
	restore own
	rm "$R/lib/modules/$kA/kernel/drivers/scsi"/hv_storvsc.ko*
	run depmod $kA
	run $K install $kA /var/tmp/set-1.0.0
	check "a kernel without hv_storvsc of its own uses ours" is $kA "$ours1"
	save none
	d=$R/sys/bus/vmbus/drivers/hv_storvsc/vmbus_0_1/host0/target0:0:0/0:0:0:0
	mkdir -p "$d/block/sdz/sdz1" "$R/sys/block/sdz/sdz1/holders" "$R/sys/block/sdz/holders"
	# One that is not in use is no reason.
	run $K remove $kA
	check "its disks are not in use: ours can be removed" test ! -d "$R/lib/modules/$kA/updates/hyperv-guest"
	restore none
	printf 'Filename Type Size Used Priority\n/dev/sdz1 partition 1 0 -1\n' >"$W/swaps"
	mount --bind "$W/swaps" "$R/proc/swaps"
	run $K remove $kA
	check "its disks are in use: ours stay" is $kA "$ours1"
	check "which is said" said "no driver of its own for .*sdz.*HYPERV_GUEST_FORCE"
	check "nothing is under way" clean
	echo '#error not this one' >>"$R/usr/src/hyperv-guest-1.0.0/src/hv_utils.c"
	run $K rebuild $kA
	check "a build that fails: ours stay" is $kA "$ours1"
	no_sources
	sources 1.0.0
	run env HYPERV_GUEST_FORCE=1 $K remove $kA
	check "unless that is wanted" test ! -d "$R/lib/modules/$kA/updates/hyperv-guest"
	umount "$R/proc/swaps"
	restore none
	mkdir -p "$R/sys/block/sdz/sdz1/holders/dm-0"
	rm -rf "$d/block"
	mkdir -p "$d/block:sdz"
	run $K remove $kA
	check "below LVM, by the names of an old sysfs: ours stay" is $kA "$ours1"
	rm -rf "${R:?}/sys/bus" "$R/sys/block"
}

# ---- where the initramfs lies

case_places() {
	for d in boot/0123456789abcdef efi/0123456789abcdef; do
		restore own
		mkdir -p "$R/$d/$kA"
		mv "$R/boot/initrd.img-$kA" "$R/$d/$kA/initrd"
		run $K install $kA /var/tmp/set-1.0.0
		cp "$R/$d/$kA/initrd" "$R/boot/initrd.img-$kA"
		check "an initramfs in /$d is made anew" is $kA "$ours1"
		rm "$R/boot/initrd.img-$kA"
		run $K remove $kA
		cp "$R/$d/$kA/initrd" "$R/boot/initrd.img-$kA"
		check "and back" is $kA own
		run $K forget $kA
		check "nothing of ours is left" sh -c "! find '$R/boot' '$R/efi' -name '*hyperv-guest*' 2>/dev/null | grep ."
		rm -rf "$R/efi"
	done
	restore own
	mkdir -p "$R/boot/efi/EFI/Linux"
	echo x >"$R/boot/efi/EFI/Linux/debian-$kA.efi"
	run $K install $kA /var/tmp/set-1.0.0
	check "a kernel that is started from one file with its initramfs: refused" is $kA own
	check "which is said" said "EFI/Linux/debian-$kA.efi"
	run $K settle $kA
	check "and left alone" test $? -eq 0
	restore ours
	mkdir -p "$R/boot/efi/EFI/Linux"
	echo x >"$R/boot/efi/EFI/Linux/debian-$kA.efi"
	run $K remove $kA
	check "ours stay if there is such a file" is $kA "$ours1"
	# /boot is not mounted.
	for s in own ours; do
		restore $s
		rm -f "$R"/boot/*
		echo '/dev/sda1 /boot ext4 defaults,noauto 0 2' >"$R/etc/fstab"
		case $s in
		own) run $K install $kA /var/tmp/set-1.0.0 ;;
		ours) run $K remove $kA ;;
		esac
		check "/boot is not mounted, $s: refused" test $? -ne 0
		check "which is said" said '/boot is not mounted'
		case $s in
		own) check "nothing was changed" test ! -d "$R/lib/modules/$kA/updates/hyperv-guest" ;;
		ours) check "nothing was changed" test -d "$R/lib/modules/$kA/updates/hyperv-guest" ;;
		esac
	done
	rm "$R/etc/fstab"
}

# ---- RHEL 5 and 6

# mkinitrd_5 [wrong]: a stand-in of RHEL 5's mkinitrd: modules without directories, loaded
# by the script init; wrong: the bus comes last
mkinitrd_5() {
	cat >"$R/usr/sbin/mkinitrd" <<EOT
#!/bin/sh
wrong=${1:-}
EOT
	cat >>"$R/usr/sbin/mkinitrd" <<'EOT'
first= out= k=
for a; do
	case $a in
	-f) ;;
	--preload=*) first="$first ${a#*=}" ;;
	-*) exit 1 ;;
	*) if [ -z "$out" ]; then out=$a; else k=$a; fi ;;
	esac
done
d=$(mktemp -d)
mkdir -p "$d/lib" "$d/bin"
printf '#!/bin/nash\nmount -t proc /proc /proc\n' >"$d/init"
list=$(for m in $first sd_mod; do modprobe --set-version $k --show-depends $m; done | awk '$1 == "insmod" && !s[$2]++ { print $2 }')
for f in $list; do
	b=${f##*/}
	cp "$f" "$d/lib/$b"
	strip -g "$d/lib/$b"
	echo "echo \"Loading $b module\"" >>"$d/init"
	case $wrong$b in wronghv_vmbus.ko) last="insmod /lib/$b" ;; *) echo "insmod /lib/$b" >>"$d/init" ;; esac
done
echo "${last:-}" >>"$d/init"
(cd "$d" && find . | cpio --quiet -H newc -o) | gzip >"$out"
rm -rf "$d"
EOT
	chmod 755 "$R/usr/sbin/mkinitrd"
}

# flat_side: what that image holds
flat_side() {
	rm -rf "$W/flat"
	mkdir "$W/flat"
	(cd "$W/flat" && gzip -dc "$R/boot/initrd-$kA.img" | cpio -id --quiet) || return 1
	s=
	for m in hv_vmbus hv_storvsc; do
		v=$(modinfo -F version "$W/flat/lib/$m.ko")
		t=own
		[ -z "$v" ] || t="ours $v"
		[ "$t" = "${s:-$t}" ] || { echo "a mixture"; return 1; }
		s=$t
	done
	cat "$W/flat/init"
	echo "it holds: $s, wanted: $1"
	[ "$s" = "$1" ] && [ "$(side $kA)" = "$1" ]
}

case_rhel5() {
	restore own
	for p in update-initramfs mkinitramfs unmkinitramfs; do
		f=$(chroot "$R" which $p)
		mv "$R$f" "$R$f.away"
	done
	rm "$R/boot/initrd.img-$kA"
	mkinitrd_5
	run mkinitrd -f --preload=hv_vmbus --preload=hv_storvsc /boot/initrd-$kA.img $kA
	check "RHEL 5: an initramfs without directories, of the kernel's own" flat_side own
	run $K settle $kA
	check "nothing is wrong with it" test $? -eq 0
	check "nor said" fails said .
	run $K install $kA /var/tmp/set-1.0.0
	check "RHEL 5: ours are installed" flat_side "$ours1"
	run $K check $kA
	check "and checked" test $? -eq 0
	run $K install $kA /var/tmp/set-1.1.0
	check "RHEL 5: an upgrade" flat_side "$ours2"
	run $K remove $kA
	check "RHEL 5: ours are removed" flat_side own
	mkinitrd_5 wrong
	run $K install $kA /var/tmp/set-1.0.0
	check "RHEL 5: modules in the wrong order are seen" flat_side own
	check "which is said" said 'not loaded before'
	check "nothing is left" clean
	rm "$R/usr/sbin/mkinitrd"
	for f in "$R"/usr/sbin/*.away "$R"/usr/bin/*.away; do
		case $f in */dkms.away) ;; *) mv "$f" "${f%.away}" ;; esac
	done
}

# Kernels before 3.11 refuse a module that gets a parameter it does not have.
case_parameter() {
	restore own
	old=2.6.32-431.case
	make_kernel $old || return
	add_kernel $old
	conf=$R/lib/modprobe.d/hyperv-guest.conf
	cp "$conf" "$W/conf"
	echo 'options hv_storvsc ide=1' >>"$conf"
	sh "$W/tree-1.0.0/dkms/kernel.sh" build $old "$W/headers-$old/usr/src/linux-headers-$old" "$R/var/tmp/set-old" >"$W/said" 2>&1
	run $K install $old /var/tmp/set-old
	check "ours with a parameter of ours" is $old "$ours1"
	check "which stays there" grep -q '^options hv_storvsc ide=1' "$conf"
	run $K remove $old
	check "without ours" is $old own
	check "no module gets it" fails grep -q '^options' "$conf"
	check "nor in the initramfs" fails grep -rqs '^options hv_storvsc' "$(unpack_image /boot/initrd.img-$old)/lib/modprobe.d"
	check "which is said" said 'ide='
	# In an initramfs that somebody else made.
	cp "$W/conf" "$conf"
	echo 'options hv_storvsc ide=1' >>"$conf"
	run mkinitramfs -o "/boot/initrd.img-$old" $old
	run $K settle $old
	check "a kernel without ours: no module gets it" fails grep -q '^options' "$conf"
	check "nor in the initramfs" fails grep -rqs '^options hv_storvsc' "$(unpack_image /boot/initrd.img-$old)/lib/modprobe.d"
	# Where it is not ours to change.
	cp "$W/conf" "$conf"
	run $K install $old /var/tmp/set-old
	echo 'options hv_storvsc ide=0' >"$R/etc/modprobe.d/admin.conf"
	run $K remove $old
	check "in a file of the administrator: ours stay" is $old "$ours1"
	check "which is said" said '/etc/modprobe.d/admin.conf'
	rm "$R/etc/modprobe.d/admin.conf"
	# Newer kernels do not mind.
	restore ours
	echo 'options hv_storvsc ide=1' >>"$conf"
	run $K remove $kA
	check "a newer kernel does not mind" grep -q '^options hv_storvsc ide=1' "$conf"
	check "it uses its own" is $kA own
	cp "$W/conf" "$conf"
	rm -rf "$R/var/tmp/set-old" "$R/lib/modules/$old" "${R:?}"/boot/*$old*
}

cases >"$W/list"
[ $# -eq 0 ] || printf '%s\n' "$@" >"$W/list"
while read -r c <&3; do
	case_"$c"
done 3<"$W/list"
verdict "$W"/tree-*
