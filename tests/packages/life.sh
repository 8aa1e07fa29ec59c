# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the life-cycle tests share: a throw-away system of a Debian release, kernels
# that are packages, and what must be true after every step.
#
# The caller has set HERE, TOP and suite, the name of the test or of its part; all
# below "the system" also needs W (scratch directory), root and a mount namespace of
# the caller's own.

# shellcheck disable=SC2154 # set by the caller

LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
PATH=$PATH:/usr/sbin:/sbin
export PATH

# give_up WHY: nothing can be shown on this machine
give_up() {
	echo "ok $suite # skip $1"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}

# needs TOOL...: besides those, root and mount namespaces
needs() {
	[ "$(id -u)" -eq 0 ] || give_up "needs root"
	for t in debootstrap unshare mount modinfo depmod dpkg-deb "$@"; do
		command -v "$t" >/dev/null 2>&1 || give_up "$t is not installed"
	done
	unshare -m true 2>/dev/null || give_up "this machine allows no mount namespace"
}

# kernel_of ID: KREL, KDIR, KIMAGE, KMODDIR of a kernel of the matrix; what holds them
# in the cache is KROOT
kernel_of() {
	KREL='' KDIR='' KIMAGE='' KMODDIR=''
	eval "$("$TOP/tests/rig/kernel.sh" "$1")"
	[ -n "$KREL" ] || exit 1
	KROOT=${KDIR%%/kernels/*}/kernels/$1
}

# count_of FILE: adds to passed and failed what the last line of a test's output says,
# after showing the others; fails if there is no such line
count_of() {
	grep -v '^[0-9]* passed, ' "$1"
	line=$(grep '^[0-9]* passed, ' "$1" | tail -n 1)
	[ -n "$line" ] || return 1
	passed=$((passed + ${line%% passed*}))
	line=${line#* passed, }
	failed=$((failed + ${line%% failed*}))
}

# verdict [PATH...]: the last line; what the system took goes, with the paths
verdict() {
	echo "$passed passed, $failed failed, 0 skipped"
	if mountpoint -q "$W/root"; then
		umount -R -l "$W/root" && umount -l "$W/mem" && rm -rf "$W"/image-* "$W"/headers-* "$W/pkg" "$@"
	fi
	[ "$failed" -eq 0 ]
	exit
}

passed=0 failed=0
hv='hv_vmbus hv_utils hv_storvsc'

check() {
	what=$1
	shift
	if "$@" >"$W/last" 2>&1; then
		echo "ok $suite: $what"
		passed=$((passed + 1))
	else
		echo "not ok $suite: $what"
		head -n 15 "$W/last" | sed 's/^/    /'
		echo "    ... the last command's output:"
		tail -n 8 "$W/said" 2>/dev/null | sed 's/^/    /'
		failed=$((failed + 1))
	fi
}

# run COMMAND...: in the system, without network; what it says is in $W/said
run() {
	echo "\$ $*" >>"$W/log"
	unshare -n chroot "$R" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp DEBIAN_FRONTEND=noninteractive \
		LC_ALL=C TERM=dumb "$@" >"$W/said" 2>&1 </dev/null
	rc=$?
	cat "$W/said" >>"$W/log"
	return $rc
}

said() {
	grep -q -e "$1" "$W/said" || { cat "$W/said"; return 1; }
}

not_said() {
	! said "$1" >/dev/null
}

# said_times COUNT PATTERN: so many lines of what was said
said_times() {
	n=$(grep -c -e "$2" "$W/said")
	echo "$n lines"
	[ "$n" -eq "$1" ]
}

# ---- the system

# show_kernel: what the cache holds of the kernel of kernel_of is seen in the system,
# at the same place: the links of its headers lead there
show_kernel() {
	mkdir -p "$R$KROOT"
	mount --bind "$KROOT" "$R$KROOT" && mount -o remount,bind,ro "$R$KROOT"
}

# new_system CHROOT: $R, above the unchanged CHROOT; memory only
new_system() {
	R=$W/root
	if mountpoint -q "$R"; then
		umount -R -l "$R" || return 1
		umount "$W/mem" || return 1
	fi
	mkdir -p "$W/mem" "$R"
	mount -t tmpfs -o mode=755 tmpfs "$W/mem" || return 1
	mkdir -p "$W/mem/upper" "$W/mem/work"
	mount -t overlay -o "lowerdir=$1,upperdir=$W/mem/upper,workdir=$W/mem/work" overlay "$R" || return 1
	mount -t proc proc "$R/proc" || return 1
	mount --rbind /dev "$R/dev" || return 1
	mkdir -p "$R/pkg" "$R/boot" "$R/lib/modules"
	show_kernel || return 1
	mount --bind "$W/pkg" "$R/pkg" || return 1
	printf '#!/bin/sh\nexit 101\n' >"$R/usr/sbin/policy-rc.d"
	chmod 755 "$R/usr/sbin/policy-rc.d"
	# The headers in the cache name one compiler for all.
	for c in gcc-10 gcc-12 gcc-13 gcc-14 x86_64-linux-gnu-gcc-10 x86_64-linux-gnu-gcc-12; do
		[ -e "$R/usr/bin/$c" ] || ln -s gcc "$R/usr/bin/$c"
	done
	# Images that are quick to make: few modules, no shell.
	if [ -d "$R/etc/initramfs-tools/conf.d" ]; then
		printf 'BUSYBOX=n\nCOMPRESS=gzip\n' >"$R/etc/initramfs-tools/conf.d/quick"
	fi
	[ ! -d "$R/etc/dracut.conf.d" ] ||
		printf 'compress="gzip"\nhostonly="no"\nhostonly_cmdline="no"\n' >"$R/etc/dracut.conf.d/quick.conf"
}

# ---- kernels

# make_deb NAME VERSION DIR: DIR/DEBIAN has the scripts
make_deb() {
	cat >"$3/DEBIAN/control" <<EOT
Package: $1
Version: $2
Architecture: amd64
Maintainer: test <test@invalid>
Description: for tests
 For tests.
EOT
	chmod 755 "$3"/DEBIAN/p* 2>/dev/null
	chmod 755 "$3/DEBIAN"
	dpkg-deb --root-owner-group -Znone -b "$3" "$W/pkg" >/dev/null
}

# deb_of VERSION FILE [broken]: the package of this tree, called VERSION, as $W/pkg/FILE
deb_of() {
	rm -rf "$W/tree"
	"$TOP/packaging/stage.sh" "$W/tree" >/dev/null || return 1
	chmod -R u+w "$W/tree"
	echo "$1" >"$W/tree/VERSION"
	sed -i "1s/(.*)/($1-1)/" "$W/tree/packaging/debian/changelog"
	(cd "$W/tree" && sh dkms/make-conf.sh >dkms.conf.new && mv dkms.conf.new dkms.conf) || return 1
	[ "${3:-}" != broken ] || echo '#error this version takes no kernel' >>"$W/tree/src/vmbus/bus.c"
	rm -rf "$W/deb"
	sh "$TOP/packaging/deb.sh" -t "$W/tree" -n "$W/deb" >"$W/said" 2>&1 || { cat "$W/said"; return 1; }
	cp "$W/deb"/hyperv-guest-dkms_*.deb "$W/pkg/$2"
}

# make_kernel RELEASE [good|bad|builtin]: packages of a kernel and its headers.
# bad: no module compiles against the headers. builtin: VMBus is part of it.
make_kernel() {
	kind=${2:-good}
	d=$W/image-$1
	rm -rf "$d"
	mkdir -p "$d/DEBIAN" "$d/boot" "$d/lib/modules/$1/kernel/drivers"
	m=$d/lib/modules/$1
	cp "$KMODDIR"/modules.builtin "$KMODDIR"/modules.order "$m/"
	[ ! -f "$KMODDIR/modules.builtin.modinfo" ] || cp "$KMODDIR/modules.builtin.modinfo" "$m/"
	cp -R "$KMODDIR/kernel/drivers/hv" "$m/kernel/drivers/"
	mkdir -p "$m/kernel/drivers/scsi"
	# What the boot needs besides, with what that needs.
	for x in ${KERNEL_MODULES_TOO:-}; do
		modprobe -d "${KMODDIR%/lib/modules/*}" -S "$KREL" --show-depends "$x" | sed -n 's/^insmod //p'
	done | sort -u | while read -r f; do
		f=${f#*/lib/modules/"$KREL"/}
		mkdir -p "$m/${f%/*}"
		cp "$KMODDIR/$f" "$m/$f"
	done
	for x in hv_storvsc scsi_mod scsi_transport_fc scsi_common sd_mod; do
		for f in "$KMODDIR"/kernel/drivers/scsi/$x.ko*; do
			[ ! -f "$f" ] || cp "$f" "$m/kernel/drivers/scsi/"
		done
	done
	[ ! -f "$m/kernel/drivers/hv/hv_storvsc.ko" ] || exit 1
	echo "kernel $1" >"$d/boot/vmlinuz-$1"
	echo "CONFIG_HYPERV=m" >"$d/boot/config-$1"
	# What this machine's config asks of an initramfs.
	printf 'CONFIG_RD_GZIP=y\nCONFIG_RD_ZSTD=y\nCONFIG_BLK_DEV_INITRD=y\n' >>"$d/boot/config-$1"
	if [ "$kind" = builtin ]; then
		rm -rf "$m"/kernel/drivers/hv "$m"/kernel/drivers/scsi/hv_*
		echo kernel/drivers/hv/hv_vmbus.ko >>"$m/modules.builtin"
	fi
	for s in preinst postinst prerm postrm; do
		cat >"$d/DEBIAN/$s" <<EOT
#!/bin/sh
set -e
export DEB_MAINT_PARAMS="\$*"
case $s in
postinst)
	[ "\$1" = configure ] || exit 0
	depmod $1 ;;
prerm) [ "\$1" = remove ] || exit 0 ;;
postrm)
	[ "\$1" = remove ] || exit 0
	rm -f /lib/modules/$1/modules.*
	rmdir /lib/modules/$1 2>/dev/null || true ;;
esac
if [ -d /etc/kernel/$s.d ]; then
	run-parts --report --exit-on-error --arg=$1 --arg=/boot/vmlinuz-$1 /etc/kernel/$s.d
fi
EOT
	done
	make_deb "linux-image-$1" "${3:-1}" "$d" || return 1

	d=$W/headers-$1
	rm -rf "$d"
	mkdir -p "$d/DEBIAN" "$d/usr/src/linux-headers-$1" "$d/lib/modules/$1"
	cp -a "$KDIR/." "$d/usr/src/linux-headers-$1/"
	h=$d/usr/src/linux-headers-$1
	# Links that lead out of the headers lead to the cache.
	find "$h" -type l | while read -r l; do
		case $(readlink "$l") in
		/*) ;;
		*)
			t=$(readlink -f "$KDIR/${l#"$h"/}")
			ln -sfn "$t" "$l" ;;
		esac
	done
	sed -i "s/UTS_RELEASE.*/UTS_RELEASE \"$1\"/" "$h/include/generated/utsrelease.h"
	echo "$1" >"$h/include/config/kernel.release"
	case $kind in
	bad) echo '#error this kernel takes no modules' >>"$h/include/generated/autoconf.h" ;;
	builtin)
		sed -i 's/^CONFIG_HYPERV=m/CONFIG_HYPERV=y/' "$h/include/config/auto.conf"
		sed -i '/CONFIG_HYPERV_VMBUS/d' "$h/include/config/auto.conf" "$h/.config" ;;
	esac
	ln -s "/usr/src/linux-headers-$1" "$d/lib/modules/$1/build"
	cat >"$d/DEBIAN/postinst" <<EOT
#!/bin/sh
set -e
[ "\$1" = configure ] || exit 0
if [ -d /etc/kernel/header_postinst.d ]; then
	run-parts --report --exit-on-error --arg=$1 --arg=/boot/vmlinuz-$1 /etc/kernel/header_postinst.d
fi
EOT
	make_deb "linux-headers-$1" "${3:-1}" "$d"
}

# kernel_anew RELEASE VERSION: packages of a kernel that was built anew under the same
# name: it takes no modules that were built for the other build
kernel_anew() {
	find "$W/image-$1" -name '*.ko.xz' -exec xz -d {} + &&
		find "$W/image-$1" -name '*.ko' -exec \
		perl -0777 -pi -e 's/(.)(.{3}\0{4}module_layout\0)/chr(ord($1) ^ 0xff) . $2/gse' {} + &&
		perl -pi -e 's/^0x([0-9a-f]+)(\tmodule_layout\t)/sprintf("0x%08x%s", hex($1) ^ 0xff, $2)/e' \
			"$W/headers-$1/usr/src/linux-headers-$1/Module.symvers" &&
		make_deb "linux-image-$1" "$2" "$W/image-$1" &&
		make_deb "linux-headers-$1" "$2" "$W/headers-$1"
}

image() {
	echo "/pkg/linux-image-$1_${2:-1}_amd64.deb"
}
headers() {
	echo "/pkg/linux-headers-$1_${2:-1}_amd64.deb"
}

# install FILE...: by apt, as users do; nothing is downloaded
install() {
	run apt-get -o APT::Sandbox::User=root -y --no-install-recommends --allow-downgrades --reinstall install "$@"
}

# rpm_do ARGUMENT...: the program of this machine, its scripts run inside
rpm_do() {
	echo "\$ rpm $*" >>"$W/log"
	unshare -n env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C TERM=dumb \
		rpm --root "$R" --nodeps --nosignature "$@" >"$W/said" 2>&1 </dev/null
	rc=$?
	cat "$W/said" >>"$W/log"
	return $rc
}

# stand_in_mokutil FILE: one that says secure boot is on; the certificate that is
# enrolled is the file /enrolled of the system
stand_in_mokutil() {
	cat >"$1" <<'EOT'
#!/bin/sh
case $1 in
--sb-state) echo "SecureBoot enabled" ;;
--test-key) if cmp -s "$2" /enrolled; then echo "$2 is already enrolled"; else echo "$2 is not enrolled"; fi ;;
esac
EOT
	chmod 755 "$1"
}

# ---- what must be true

# side KERNEL: "ours VERSION" or "own", what the kernel would load; fails on a mixture
side() {
	s=
	for m in $hv; do
		f=$(chroot "$R" modprobe -S "$1" --show-depends "$m" 2>/dev/null | sed -n 's/^insmod \([^ ]*\).*/\1/p')
		[ -n "$f" ] || { echo "$1: $m cannot be found"; return 1; }
		for x in $f; do
			case $x in
			*/updates/hyperv-guest/*) t="ours $(modinfo -F version "$R$x")" ;;
			*/hv_vmbus.*|*/hv_utils.*|*/hv_storvsc.*) t=own ;;
			*) continue ;;
			esac
			[ "$t" = "${s:-$t}" ] || { echo "$1: a mixture: $f"; return 1; }
			s=$t
		done
	done
	echo "$s"
}

# unpack_image FILE DIR: by means of the system, not of kernel.sh
unpack_image() {
	rm -rf "$R/tmp/unpacked"
	if [ -x "$R/usr/bin/unmkinitramfs" ]; then
		chroot "$R" unmkinitramfs "$1" /tmp/unpacked >/dev/null 2>&1 || return 1
	else
		mkdir -p "$R/tmp/unpacked"
		chroot "$R" sh -c "cd /tmp/unpacked && lsinitrd --unpack '$1'" >/dev/null 2>&1 || return 1
	fi
	[ ! -d "$R/tmp/unpacked/main" ] || { echo "$R/tmp/unpacked/main"; return; }
	echo "$R/tmp/unpacked"
}

# image_side KERNEL: the same of its initramfs, by content
image_side() {
	i=/boot/initrd.img-$1
	[ -f "$R$i" ] || { echo none; return; }
	u=$(unpack_image "$i") || { echo "$i cannot be unpacked"; return 1; }
	[ -e "$u/lib" ] || ln -s usr/lib "$u/lib"
	s=
	for m in hv_vmbus hv_storvsc; do
		[ "$(find "$u/usr/lib/modules/" "$u/lib/modules/" -name "$m.ko*" -exec readlink -f {} \; 2>/dev/null | sort -u | wc -l)" -eq 1 ] || {
			echo "$i holds not exactly one $m:"
			find "$u/" -name "$m.ko*"
			return 1
		}
		f=$(modprobe -d "$u" -S "$1" --show-depends "$m" 2>/dev/null | sed -n 's/^insmod \([^ ]*\).*/\1/p')
		case $m$(echo "$f" | tr '\n' ' ') in
		hv_storvsc*hv_vmbus*hv_storvsc*) ;;
		hv_storvsc*) echo "$i: $m does not come after hv_vmbus: $f"; return 1 ;;
		esac
		f=$(echo "$f" | tail -n 1)
		case $f in
		*/updates/hyperv-guest/*) t="ours $(modinfo -F version "$f")" o=$R/lib/modules/$1/updates/hyperv-guest/$m.ko ;;
		*) t=own o=$(find "$R/lib/modules/$1/kernel" -name "$m.ko*") ;;
		esac
		[ "$t" = "${s:-$t}" ] || { echo "$i holds a mixture"; return 1; }
		s=$t
		[ -n "${MAY_BE_OLD:-}" ] && continue
		# Stripped by dracut or not: the same build.
		[ "$(modinfo -F srcversion "$f") $(modprobe --dump-modversions "$f" | cksum)" = \
		  "$(modinfo -F srcversion "$o") $(modprobe --dump-modversions "$o" | cksum)" ] || {
			echo "$i: $m is not the one on the disk"
			return 1
		}
	done
	echo "$s"
}

# is KERNEL SIDE [no-image]: modules and initramfs are all of that side
is() {
	a=$(side "$1") || { echo "$a"; return 1; }
	b=$(image_side "$1") || { echo "$b"; return 1; }
	echo "kernel $1: modules $a, initramfs $b, wanted $2"
	[ "$a" = "$2" ] || return 1
	if [ "${3:-}" = no-image ]; then
		[ "$b" = none ]
	else
		[ "$b" = "$2" ]
	fi
}

# clean: no work under way, nothing half done lies about
clean() {
	for f in "$R"/var/lib/hyperv-guest/journal/* "$R"/lib/modules/.hyperv-guest "$R"/boot/*.hyperv-guest-new "$R"/boot/*.part; do
		[ ! -e "$f" ] || { echo "$f is left"; return 1; }
	done
}

# bootable KERNEL: whatever happened, the initramfs has one set of disk drivers
bootable() {
	MAY_BE_OLD=y
	b=$(image_side "$1")
	rc=$?
	MAY_BE_OLD=
	echo "$b"
	[ $rc -eq 0 ] && [ "$b" != none ]
}
