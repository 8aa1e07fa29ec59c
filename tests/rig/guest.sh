# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Build the guest of one run: initramfs with busybox, drivers and the guest's
# part of the scenario, and a root disk if the scenario wants one.
#
# Needs lib.sh; the variables of kernel.sh; DRIVERS (ours or intree).

# header FILE KEY: the values of all "# KEY: value" lines of a scenario, joined
header() {
	sed -n "s/^# $2: *//p" "$1" | tr '\n' ' ' | sed 's/ *$//'
}

# module_order NAME: files of a module and what it needs, dependencies first
module_order() {
	if grep -q -s MODULE_LICENSE "$TESTS/scenarios/$1.c"; then
		# one that only tests need
		if [ "$DRIVERS" = ours ]; then
			"$RIG/testmod.sh" "$1" "$KDIR" "$KREL" "$OURS"
		else
			"$RIG/testmod.sh" "$1" "$KDIR" "$KREL"
		fi
	elif [ "$DRIVERS" = ours ]; then
		module_ours "$(echo "$1" | tr - _)"
	else
		module_intree "$1"
	fi
}

module_intree() {
	modprobe -d "${KMODDIR%/lib/modules/*}" -S "$KREL" --show-depends "$1" 2>/dev/null |
		awk '$1 == "insmod" { print $2 } $1 == "builtin" { print "builtin" }' | grep . ||
		die "kernel $KID has no module $1"
}

# The built modules first; what they need besides comes from the kernel.
# A subshell, because it calls itself.
module_ours() (
	for f in "$OURS/$1.ko" "$OURS/$(echo "$1" | tr _ -).ko"; do
		[ -f "$f" ] || continue
		for d in $(modinfo -F depends "$f" | tr ',' ' '); do
			module_ours "$d" || exit 1
		done
		echo "$f"
		exit 0
	done
	case $1 in
	hv_*|hyperv_*|hid_hyperv|pci_hyperv)
		die "$OURS has no module $1: build it first (make modules KERNEL=$KID)" ;;
	esac
	module_intree "$1"
)

# add_module DIR NAME: put a module and its dependencies below DIR/rig
add_module() {
	_n=$(echo "$2" | tr - _)
	[ -f "$1/rig/order/$_n" ] && return
	_list=$(module_order "$2") || exit 1
	for _m in $(echo "$_list" | awk '!seen[$0]++'); do
		[ "$_m" = builtin ] && continue
		_b=${_m##*/}
		_b=${_b%.xz}
		_b=${_b%.zst}
		if [ ! -f "$1/rig/modules/$_b" ]; then
			case $_m in
			*.xz) xz -dc "$_m" >"$1/rig/modules/$_b" ;;
			*.zst) zstd -qdc "$_m" >"$1/rig/modules/$_b" ;;
			"$OURS"/*) strip -g -o "$1/rig/modules/$_b" "$_m" ;;
			*) cp "$_m" "$1/rig/modules/$_b" ;;
			esac || die "cannot copy module $_m"
		fi
		echo "$_b"
	done >"$1/rig/order/$_n"
}

# guest_tree DIR SCENARIO_FILE: the files that initramfs and root disk share
guest_tree() {
	case $KREL in
	2.*|3.[01].*|3.[01]-*) _bb=busybox-musl ;;
	*) _bb=busybox ;;
	esac
	_bb=$("$RIG/userland.sh" "$_bb" "$KARCH") || exit 1
	mkdir -p "$1/bin" "$1/sbin" "$1/dev" "$1/proc" "$1/sys" "$1/tmp" "$1/mnt" \
		"$1/rig/modules" "$1/rig/order" || exit 1
	cp "$_bb" "$1/bin/busybox"
	ln -s busybox "$1/bin/sh"
	ln -s ../bin/busybox "$1/sbin/mdev"
	cp "$RIG/guest-init" "$1/init"
	chmod 755 "$1/init"
	ln -s /init "$1/sbin/init"
	# The kernel runs these when the host asks for an orderly end.
	for _p in poweroff reboot; do
		{
			echo '#!/bin/sh'
			echo "echo 'rig: orderly $_p' >/dev/ttyS0"
			echo sync
			echo "exec /bin/busybox $_p -f"
		} >"$1/sbin/$_p"
		chmod 755 "$1/sbin/$_p"
	done
	cp "$TESTS/scenarios/lib-guest.sh" "$1/rig/"
	cp "$2" "$1/rig/scenario.sh"
	for _p in $(header "$2" needs); do
		_x=$("$RIG/userland.sh" "$_p" "$KARCH") || exit 1
		cp "$_x" "$1/bin/$_p"
	done
	case $(header "$2" daemons) in
	yes) guest_daemons "$1" ;;
	esac
}

# guest_daemons DIR: the services' daemons, the distribution's and ours, into
# DIR/daemons/KIND; DAEMONS=distro or DAEMONS=ours wants only one of them
guest_daemons() {
	for _k in ${DAEMONS:-distro ours}; do
		case $_k in
		distro)
			_x=$("$RIG/userland.sh" distro-daemons "$KARCH") || exit 1
			cp -a "$_x/." "$1/"
			;;
		ours)
			case $KARCH in
			i386) _m=-m32 ;;
			*) _m=-m64 ;;
			esac
			# linked statically: a guest has no libraries of its own
			mkdir -p "$TOP/build"
			flock "$TOP/build/daemons.lock" make -s -C "$TOP/daemons" OUT="$TOP/build/daemons-$KARCH" \
				CFLAGS="-O2 $_m" LDFLAGS=-static >"$1/daemons.log" 2>&1 || {
				tail -n 5 "$1/daemons.log" >&2
				die "our daemons do not build"
			}
			rm -f "$1/daemons.log"
			mkdir -p "$1/daemons/ours"
			cp "$TOP/build/daemons-$KARCH"/hv_*_daemon "$1/daemons/ours/" ||
				die "there are no daemons in $TOP/build/daemons-$KARCH"
			mkdir -p "$1/usr/libexec/hypervkvpd"
			cp -R "$TOP/daemons/hooks/." "$1/usr/libexec/hypervkvpd/"
			;;
		*) die "DAEMONS is 'distro' or 'ours' or both, not '$_k'" ;;
		esac
	done
	mkdir -p "$1/var/lib" "$1/etc" "$1/run"
	echo 127.0.0.1 localhost guest.example guest >"$1/etc/hosts"
}

# guest_second JOBDIR: the guest gets its own kernel and initramfs as files, to start them itself
guest_second() {
	mkdir -p "$1/.second/rig/second" || exit 1
	cp "${KERNEL_IMAGE:-$KIMAGE}" "$1/.second/rig/second/kernel" || exit 1
	cp "$1/initrd" "$1/.second/rig/second/initrd" || exit 1
	(cd "$1/.second" && find rig | sort | cpio -o -H newc --quiet -R 0:0) >>"$1/initrd" ||
		die "cannot write $1/initrd"
	rm -rf "$1/.second"
}

# guest_given_root DIR JOBDIR: the root disk is the system below RIG_SYSTEM, and its init
# the first process there; a unit of systemd runs the guest's part
guest_given_root() {
	[ -d "${RIG_SYSTEM:-}/etc/systemd/system" ] ||
		die "this scenario wants a root directory with systemd: RIG_SYSTEM=DIR"
	rm -rf "$RIG_SYSTEM/rig"
	cp -R "$1/rig" "$RIG_SYSTEM/rig" && cp "$1/bin/busybox" "$RIG_SYSTEM/rig/busybox" &&
		cp "$RIG/guest-unit" "$RIG_SYSTEM/rig/guest-unit" || exit 1
	cat >"$RIG_SYSTEM/etc/systemd/system/rig.service" <<-'END'
		[Unit]
		Description=the guest's part of a scenario
		[Service]
		ExecStart=/rig/busybox sh /rig/guest-unit
		StandardInput=null
		StandardOutput=null
		StandardError=null
		KillMode=process
		TimeoutStopSec=1
	END
	mkdir -p "$RIG_SYSTEM/etc/systemd/system/multi-user.target.wants"
	ln -sf ../rig.service "$RIG_SYSTEM/etc/systemd/system/multi-user.target.wants/rig.service"
	_mb=$(($(du -sm "$RIG_SYSTEM" | cut -f1) * 5 / 4 + 64))
	mke2fs -q -t ext4 -O ^metadata_csum -L rigroot -d "$RIG_SYSTEM" "$2/root.img" "${_mb}M" >/dev/null 2>&1 ||
		die "cannot make a root disk (mke2fs of e2fsprogs)"
}

# guest_build JOBDIR SCENARIO_FILE
guest_build() {
	_w=$1/.work
	mkdir "$_w" || exit 1
	guest_tree "$_w" "$2"
	_root=$(header "$2" root)
	_load="hv_vmbus hv_utils $(header "$2" modules)"
	case $(header "$2" load) in
	none) _load= ;;
	esac
	_fs=ext4
	case $KREL in
	# Its ext4 is missing, or an early one.
	2.*) _fs=ext3 ;;
	esac
	case $_root in
	'') ;;
	storvsc|given) _load="$_load hv_storvsc sd_mod $_fs" ;;
	*) die "scenario $NAME: root is 'storvsc', 'given' or not given" ;;
	esac
	: >"$_w/rig/load"
	for _l in $_load; do
		add_module "$_w" "$_l" || exit 1
		cat "$_w/rig/order/$(echo "$_l" | tr - _)" >>"$_w/rig/load"
	done
	for _l in $(header "$2" modules-present); do
		add_module "$_w" "$_l" || exit 1
	done
	awk '!seen[$0]++' "$_w/rig/load" >"$_w/rig/load.new"
	mv "$_w/rig/load.new" "$_w/rig/load"
	{
		echo "RIG_NAME='$NAME'"
		echo "RIG_DRIVERS='$DRIVERS'"
		echo "RIG_KERNEL='$KID'"
		echo "RIG_SMP='$SMP'"
		echo "RIG_DAEMONS='${DAEMONS:-distro ours}'"
		[ -z "$_root" ] || echo "RIG_ROOT=/dev/sda RIG_ROOT_FS=$_fs"
		# A given initramfs mounts it by itself.
		[ "$(header "$2" initrd)" = given ] && echo "RIG_STAGE2=1"
	} >"$_w/rig/conf"
	(cd "$_w" && find . | sort | cpio -o -H newc --quiet -R 0:0) >"$1/initrd" ||
		die "cannot write $1/initrd"
	case $(header "$2" second) in
	yes) guest_second "$1" ;;
	esac
	case $(header "$2" initrd) in
	'') ;;
	given)
		[ -r "${RIG_INITRD:-}" ] || die "this scenario wants the file of an initramfs: RIG_INITRD=FILE"
		cp "$RIG_INITRD" "$1/initrd" || exit 1
		mkdir -p "$_w/run"
		;;
	*) die "scenario $NAME: initrd is 'given' or not given" ;;
	esac
	if [ "$_root" = storvsc ]; then
		# A file whose content can be checked, and room to write.
		mkdir "$_w/data"
		head -c 8388608 /dev/urandom >"$_w/data/blob"
		(cd "$_w/data" && md5sum blob >blob.md5)
		mke2fs -q -t "$_fs" -O ^metadata_csum -L rigroot -d "$_w" "$1/root.img" 64M >/dev/null 2>&1 ||
			die "cannot make a root disk (mke2fs of e2fsprogs)"
	fi
	[ "$_root" != given ] || guest_given_root "$_w" "$1"
	rm -rf "$_w"
}
