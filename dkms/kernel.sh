#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Decide for a kernel: all our modules, or none; and make its initramfs agree.
#
# usage: kernel.sh install KERNEL DIR   put the set of modules in DIR in use
#        kernel.sh remove KERNEL        go back to the kernel's own modules
#        kernel.sh settle [KERNEL]      finish or undo what was interrupted, repair
#        kernel.sh check [KERNEL]       only look; exit code 1 if something is wrong
#        kernel.sh build KERNEL TREE DIR
#                                       build a set for a kernel into DIR
#        kernel.sh rebuild KERNEL       build and install without DKMS
#        kernel.sh wanted KERNEL        only look: has rebuild anything to do, not tried before?
#        kernel.sh signed               only look: does this machine want modules to be signed?
#        kernel.sh boot                 at boot: settle, and finish what waits for a key
#        kernel.sh forget KERNEL        the kernel is gone: clear what is left of it
#        kernel.sh fits KERNEL DIR      only look: can the set in DIR be used on that kernel?
#
# A set lies in /lib/modules/KERNEL/updates/hyperv-guest, a directory that comes
# and goes by rename: at no moment is a part of it in use. The kernel's own modules
# are never touched. A new initramfs is made beside the old one, its content is
# checked, then it takes the old one's place; the old one is kept as
# *.hyperv-guest-old. docs/install.md tells the states and what a kill leaves.

set -u
LC_ALL=C
export LC_ALL
umask 022
case :$PATH: in
*:/usr/sbin:*) ;;
*) PATH=$PATH:/usr/sbin:/sbin; export PATH ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
# Below another root one can only look.
root=${HG_ROOT:-}
mods=$root/lib/modules
boot=$root/boot
state=$root/var/lib/hyperv-guest
stage=$mods/.hyperv-guest

say() {
	echo "hyperv-guest: $*" >&2
}

fail() {
	say "$*"
	exit 1
}

usage() {
	sed -n 's/^# usage: /usage: /p; s/^#        kernel/       kernel/p' "$0" >&2
	exit 2
}

# The modules that can be ours; those that must be, or there is no disk.
all_modules() {
	sed -n 's/^\([a-z][a-z0-9_-]*\)[ 	].*/\1/p' "$here/modules.tsv"
}
must='hv_vmbus hv_storvsc'

# Modules of a set, by file.
set_modules() {
	for f in "$1"/*.ko; do
		[ -f "$f" ] || continue
		f=${f##*/}
		echo "${f%.ko}"
	done
}

make_tmp() {
	[ -n "${tmp:-}" ] && return
	# Whole images are unpacked there, and /tmp may be in memory. The number is for sweep.
	for d in "${TMPDIR:-/var/tmp}" /var/tmp /tmp; do
		[ -d "$d" ] && tmp=$(mktemp -d "$d/hyperv-guest.$$.XXXXXX" 2>/dev/null) && break
		tmp=
	done
	[ -n "$tmp" ] || fail "no temporary directory can be made in /var/tmp"
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 130' INT TERM HUP
	: >"$tmp/no-config"
}

# One at a time: two package managers may call us at once.
take_lock() {
	[ -n "${HG_LOCKED:-}" ] && return
	mkdir -p "$state/journal" || fail "cannot write to $state"
	if command -v flock >/dev/null 2>&1; then
		exec 9>"$state/lock"
		flock 9
	fi
	HG_LOCKED=y
	export HG_LOCKED
}

# ---- looking at modules

# plain FILE: a module file that is not compressed; prints its name. Without the program
# that can do that it is the file itself, which modinfo may be able to read.
plain() {
	z=
	case $1 in
	*.xz) z='xz -dc' ;;
	*.zst) z='zstd -q -dc' ;;
	*.gz) z='gzip -dc' ;;
	esac
	if [ -n "$z" ] && $z "$1" >"$tmp/plain.ko" 2>/dev/null; then
		echo "$tmp/plain.ko"
	else
		echo "$1"
	fi
}

# readable FILE: says in $why if nothing can be told about a module
readable() {
	[ -n "$(modinfo -F vermagic "$(plain "$1")" 2>/dev/null)" ] && return 0
	why="$1 cannot be read (is the program missing that decompresses it?)"
	return 1
}

# What a module was made from and wants of others; stripping does not change it.
fingerprint() {
	p=$(plain "$1")
	echo "$(modinfo -F version "$p" 2>/dev/null) $(modinfo -F srcversion "$p" 2>/dev/null)" \
		"$(modinfo -F vermagic "$p" 2>/dev/null)" \
		"$(modprobe --dump-modversions "$p" 2>/dev/null | sort | cksum)"
}

# same_build FILE FILE: a module of an initramfs and the one of that name on the disk
same_build() {
	readable "$1" && readable "$2" || return 1
	[ "$(fingerprint "$1")" = "$(fingerprint "$2")" ] && return
	why="its ${2##*/} is another one than the kernel would load"
	return 1
}

# resolve BASE KERNEL MODULE: the files that loading it would load, in order. What an
# administrator has set up to be done instead changes nothing about files.
resolve() {
	if [ -n "$1" ]; then
		modprobe -C "$tmp/no-config" -d "$1" --set-version "$2" --show-depends "$3" 2>/dev/null
	else
		modprobe -C "$tmp/no-config" --set-version "$2" --show-depends "$3" 2>/dev/null
	fi | sed -n 's/^insmod \([^ ]*\).*/\1/p'
}

# in_tree BASE KERNEL MODULE: the kernel's own file of that name
in_tree() {
	n=$(echo "$3" | sed 's/[-_]/[-_]/g')
	find "$1/lib/modules/$2/kernel/" -name "$n.ko" -o -name "$n.ko.[gxz]*" 2>/dev/null | sed 1q
}

built_in() {
	grep '/hv_vmbus\.ko$' "$mods/$1/modules.builtin" >/dev/null 2>&1
}

# tree_agrees BASE KERNEL ours|none [IMAGE]: all our modules resolve to ours, or
# none does. Says in $why what is wrong.
tree_agrees() {
	why=
	for m in $(all_modules); do
		resolve "$1" "$2" "$m" >"$tmp/files"
		own=$(in_tree "$1" "$2" "$m")
		if [ "$3" = ours ]; then
			[ -f "$mods/$2/updates/hyperv-guest/$m.ko" ] || continue
			if [ ! -s "$tmp/files" ]; then
				# An initramfs need not hold all that the system has.
				[ -z "${4:-}" ] || case " $must " in *" $m "*) ;; *) continue ;; esac
				why="$m cannot be found"
				return 1
			fi
			while read -r f; do
				b=${f##*/}
				b=${b%%.ko*}
				[ -f "$mods/$2/updates/hyperv-guest/$b.ko" ] || continue
				case $f in
				*/updates/hyperv-guest/*) ;;
				*) why="$m would load $f"; return 1 ;;
				esac
			done <"$tmp/files"
		else
			if grep '/updates/hyperv-guest/' "$tmp/files" >/dev/null; then
				why="$m would still be ours"
				return 1
			fi
			if [ -n "$own" ] && [ ! -s "$tmp/files" ] && ! grep "/$m\.ko" "$1/lib/modules/$2/modules.builtin" >/dev/null 2>&1; then
				why="$m cannot be found"
				return 1
			fi
		fi
	done
}

# ---- sets

set_dir() {
	echo "$mods/$1/updates/hyperv-guest"
}

# disks_in_use: those of hv_storvsc that file systems, swap, LVM or the like lie on
disks_in_use() {
	rootdev=$(stat -c %d / 2>/dev/null)
	{
		awk '{ print $1 }' /proc/mounts
		awk 'NR > 1 { print $1 }' /proc/swaps
	} 2>/dev/null | grep '^/' | sort -u | while read -r f; do
		readlink -f "$f"
	done >"$tmp/in-use"
	for b in /sys/bus/vmbus/drivers/hv_storvsc/*/host*/target*/*/block:* \
		/sys/bus/vmbus/drivers/hv_storvsc/*/host*/target*/*/block/*; do
		[ -e "$b" ] || continue
		b=${b##*/}
		b=${b#block:}
		for p in /sys/block/"$b" /sys/block/"$b"/"$b"*; do
			[ -d "$p" ] || continue
			n=$(sed 's/:/ /' "$p/dev" 2>/dev/null | awk '{ print $1 * 256 + $2 }')
			if [ -n "$(ls "$p/holders" 2>/dev/null)" ] || grep -x -e "/dev/${p##*/}" "$tmp/in-use" >/dev/null ||
			   { [ -n "$n" ] && [ "$n" = "$rootdev" ]; }; then
				echo "$b"
				break
			fi
		done
	done
}

# can_do_without KERNEL: it has a driver of its own for the disks that are in use
can_do_without() {
	[ -z "$(in_tree "$root" "$1" hv_storvsc)" ] &&
		! grep '/hv_storvsc\.ko$' "$mods/$1/modules.builtin" >/dev/null 2>&1 || return 0
	d=$(disks_in_use | tr '\n' ' ')
	[ -n "$d" ] || return 0
	why="kernel $1 has no driver of its own for the disk ${d% }, which is in use"
	return 1
}

mode_of() {
	if [ -d "$(set_dir "$1")" ]; then echo ours; else echo none; fi
}

# set_is_good DIR KERNEL: complete, for that kernel, and of one build
set_is_good() {
	why=
	[ -s "$1/manifest" ] || { why="it has no manifest"; return 1; }
	(cd "$1" && cksum ./*.ko) 2>/dev/null | cmp -s - "$1/manifest" ||
		{ why="its files are not those that were built"; return 1; }
	for m in $must; do
		[ -f "$1/$m.ko" ] || { why="$m is missing"; return 1; }
	done
	for m in $(set_modules "$1"); do
		v=$(modinfo -F vermagic "$1/$m.ko" 2>/dev/null)
		[ "${v%% *}" = "$2" ] || { why="$m is for kernel ${v%% *}"; return 1; }
		[ -s "$1/Module.symvers" ] || continue
		modprobe --dump-modversions "$1/$m.ko" 2>/dev/null >"$tmp/wants"
		awk 'NR == FNR { crc[$2] = $1; next }
		     $2 in crc && crc[$2] != $1 && crc[$2] !~ /^0x0*$/ { print $2; bad = 1 }
		     END { exit bad }' "$1/Module.symvers" "$tmp/wants" >"$tmp/bad" || {
			why="$m wants another $(sed 1q "$tmp/bad")"
			return 1
		}
	done
	set_fits_kernel "$1" "$2"
}

# set_fits_kernel DIR KERNEL: a kernel may be built anew under the same name. What both
# its modules and ours want of it must have the same versions then, or it would refuse
# ours at boot. Nothing but its modules is needed to see that, no headers.
set_fits_kernel() {
	: >"$tmp/theirs"
	for m in $(all_modules); do
		f=$(in_tree "$root" "$2" "$m")
		[ -n "$f" ] || continue
		readable "$f" || return 1
		modprobe --dump-modversions "$(plain "$f")" 2>/dev/null >>"$tmp/theirs"
	done
	sed 's/^/kernel /' "$tmp/theirs" >"$tmp/both"
	for m in $(set_modules "$1"); do
		modprobe --dump-modversions "$1/$m.ko" 2>/dev/null
	done | sed 's/^/ours /' >>"$tmp/both"
	# What ours export, the kernel's own modules have from one another.
	[ ! -s "$1/Module.symvers" ] || sed 's/^/export /' "$1/Module.symvers" >>"$tmp/both"
	awk '$2 ~ /^0x0*$/ { next }
	     $1 == "kernel" { theirs[$3] = $2 }
	     $1 == "ours" { ours[$3] = $2 }
	     $1 == "export" { own[$3] = 1 }
	     END {
		for (s in ours)
			if (s in theirs && !(s in own) && theirs[s] != ours[s]) {
				print s
				bad = 1
			}
		exit bad
	     }' "$tmp/both" >"$tmp/bad" || {
		why="it was built for another build of this kernel, whose $(sed 1q "$tmp/bad") was different"
		return 1
	}
}

# ---- secure boot

efivars=/sys/firmware/efi/efivars

# efi_byte NAME: the value of a variable of one byte, which follows its attributes
efi_byte() {
	for v in "$efivars/$1"-*; do
		[ -r "$v" ] && od -An -tu1 -j4 -N1 "$v" 2>/dev/null | tr -d ' '
	done
}

# signatures_matter: the machine takes only modules that are signed by a key it knows
signatures_matter() {
	grep '^[Y1]' /sys/module/module/parameters/sig_enforce >/dev/null 2>&1 && return 0
	grep -e '\[integrity\]' -e '\[confidentiality\]' /sys/kernel/security/lockdown >/dev/null 2>&1 && return 0
	case $(efi_byte SecureBoot) in
	1)
		# shim may have been told not to verify; then the kernel does not, either
		[ "$(efi_byte MokSBStateRT)" != 1 ]
		return ;;
	0) return 1 ;;
	esac
	command -v mokutil >/dev/null 2>&1 || return 1
	sb=$(mokutil --sb-state 2>/dev/null)
	case $sb in
	*'validation is disabled'*) return 1 ;;
	*'SecureBoot enabled'*) return 0 ;;
	esac
	return 1
}

# set_is_signed DIR: all of its modules are, and what signed them is beside them
set_is_signed() {
	[ -s "$1/cert.der" ] || return 1
	for f in "$1"/*.ko; do
		tail -c 28 "$f" | grep 'Module signature appended' >/dev/null || return 1
	done
}

# key_refused DIR: the machine would not take the modules of that set
key_refused() {
	signatures_matter || return 1
	set_is_signed "$1" || return 0
	mokutil --test-key "$1/cert.der" 2>/dev/null |
		grep -i -e 'already enrolled' -e 'built-in trusted keyring' >/dev/null && return 1
	return 0
}

# how_to_enroll DIR KERNEL: what to type, so that the set can be used
how_to_enroll() {
	if ! set_is_signed "$1"; then
		say "secure boot is on and there is no key to sign our modules: the kernel's own modules stay in use."
		say "Make one and build the modules again; how to enrol it is told then:"
		if [ -x /usr/bin/apt-get ]; then say "    apt-get install openssl mokutil"; else say "    yum install openssl mokutil"; fi
		say "    /usr/lib/hyperv-guest/setup.sh install $(sed 1q "$1/version" 2>/dev/null)"
		return
	fi
	cert=$(sed 1q "$1/cert.path" 2>/dev/null)
	cmp -s "$1/cert.der" "$cert" || cert=$state/waiting/$2/cert.der
	say "secure boot is on and the key that signs our modules is not enrolled: the kernel's own modules stay in use."
	command -v mokutil >/dev/null 2>&1 || say "The program mokutil is missing; install it first."
	say "Enrol the key, and the installation is finished at the next boot:"
	say "    mokutil --import $cert      (asks for a password of your choice)"
	say "    reboot                                  (in the blue menu: Enroll MOK, then that password)"
	say "    hyperv-guest doctor                     (tells whether all is well)"
}

# ---- the initramfs

# image_names KERNEL: where distributions and systemd's kernel-install put its initramfs
image_names() {
	for i in "$boot/initrd.img-$1" "$boot/initramfs-$1.img" "$boot/initrd-$1.img" "$boot/initrd-$1"; do
		echo "$i"
	done
	for i in "$boot"/*/"$1" "$root"/efi/*/"$1" "$boot"/efi/*/"$1"; do
		[ ! -d "$i" ] || echo "$i/initrd"
	done
}

# images_of KERNEL: those that there are
images_of() {
	image_names "$1" | while read -r i; do
		[ ! -f "$i" ] || echo "$i"
	done
}

# place_known KERNEL: its initramfs, if it has one, is one that we see and can change
place_known() {
	for e in "$root/efi" "$boot/efi" "$boot"; do
		for f in "$e"/EFI/Linux/*"$1".efi "$e"/EFI/Linux/*"$1"+*.efi; do
			[ -f "$f" ] || continue
			why="kernel $1 is started from $f, one file with its initramfs, which cannot be renewed here"
			return 1
		done
	done
	[ -z "$(images_of "$1")" ] && [ ! -e "$boot/vmlinuz-$1" ] && [ -r /proc/mounts ] || return 0
	awk '$1 !~ /^#/ && $2 == "/boot" { found = 1 } END { exit !found }' "$root/etc/fstab" 2>/dev/null || return 0
	awk '$2 == "/boot" { found = 1 } END { exit !found }' /proc/mounts && return 0
	why="/boot is not mounted, where the initramfs of kernel $1 is; mount it first"
	return 1
}

# unpack IMAGE DIR: what is in it, whatever it was made by
unpack() {
	rm -rf "$2"
	mkdir -p "$2"
	if command -v unmkinitramfs >/dev/null 2>&1; then
		unmkinitramfs "$1" "$2" >/dev/null 2>&1 || return 1
	else
		skip=
		for s in /usr/lib/dracut/skipcpio /usr/libexec/dracut/skipcpio; do
			[ -x "$s" ] && skip=$s
		done
		if [ -z "$skip" ]; then
			cat "$1" >"$tmp/main"
		else
			$skip "$1" >"$tmp/main" 2>/dev/null
		fi || return 1
		case $(dd if="$tmp/main" bs=6 count=1 2>/dev/null | od -An -tx1 | tr -d ' \n') in
		1f8b*) z='gzip -dc' ;;
		28b52ffd*) z='zstd -q -dc' ;;
		fd377a58*) z='xz -dc' ;;
		5d0000*) z='xz --format=lzma -dc' ;;
		425a*) z='bzip2 -dc' ;;
		02214c18*|04224d18*) z='lz4 -dc' ;;
		3037303730*) z='cat' ;;
		*) return 1 ;;
		esac
		$z <"$tmp/main" >"$tmp/cpio" 2>/dev/null || return 1
		rm -f "$tmp/main"
		(cd "$2" && cpio -idm --quiet <"$tmp/cpio" >/dev/null 2>&1) || return 1
		rm -f "$tmp/cpio"
	fi
}

# inside DIR KERNEL: the root within an unpacked image that holds the modules
inside() {
	for d in "$1/main" "$1" "$1"/main*; do
		[ -d "$d/lib/modules/$2" ] && echo "$d" && return
		if [ -d "$d/usr/lib/modules/$2" ]; then
			[ -e "$d/lib" ] || ln -s usr/lib "$d/lib"
			echo "$d"
			return
		fi
	done
}

# Which of the disk's drivers an unpacked image holds, by whoever made them.
names_in() {
	for m in $must; do
		[ -n "$(find "$1/" -name "$m.ko*" -type f 2>/dev/null | sed 1q)" ] && echo "$m"
	done
}

# flat_agrees DIR KERNEL ours|none: the same for what mkinitrd of RHEL 5 makes: modules
# without directories, loaded one by one by the script init
flat_agrees() {
	for m in $(all_modules); do
		n=$(echo "$m" | sed 's/[-_]/[-_]/g')
		f=$(find "$1/lib/" -name "$n.ko" | sed 1q)
		if [ "$3" = ours ]; then
			o=$(set_dir "$2")/$m.ko
			[ -f "$o" ] || continue
			case $f:" $must " in
			:*" $m "*) why="it lacks $m"; return 1 ;;
			esac
		else
			o=$(in_tree "$root" "$2" "$m")
			[ -z "$f" ] || [ -n "$o" ] || { why="its $m would still be ours"; return 1; }
		fi
		[ -z "$f" ] || same_build "$f" "$o" || return 1
	done
	awk '$1 == "insmod" && $2 ~ /\/hv_vmbus\.ko$/ && !bus { bus = NR }
	     $1 == "insmod" && $2 ~ /\/hv_storvsc\.ko$/ && !disk { disk = NR }
	     END { exit disk && (!bus || bus > disk) || mode == "ours" && !disk }' mode="$3" "$1/init" || {
		why="its hv_vmbus is not loaded before hv_storvsc"
		return 1
	}
}

# refused_options KERNEL DIR: the files below DIR that give the kernel's own hv_storvsc a
# parameter that only ours has: before Linux 3.11 a module is refused then, and the disk
refused_options() {
	case $1 in
	2.6.*|3.[0-9].*|3.10.*) ;;
	*) return ;;
	esac
	o=$(in_tree "$root" "$1" hv_storvsc)
	[ -n "$o" ] && ! modinfo -F parm "$(plain "$o")" 2>/dev/null | grep '^ide:' >/dev/null || return
	grep -l -e '^[ 	]*options[ 	][ 	]*hv_storvsc[ 	].*ide=' -e '^[ 	]*insmod .*/hv_storvsc\.ko.* ide=' \
		"$2/init" "$2/etc/modprobe.conf" "$2"/etc/modprobe.d/* "$2"/lib/modprobe.d/* "$2"/usr/lib/modprobe.d/* 2>/dev/null
}

# drop_options KERNEL: such a line in our own file goes. Without ide=1 ours still take
# the disks that nobody has; who wrote ide=0 may need it for another kernel.
drop_options() {
	for f in $(refused_options "$1" "$root"); do
		# Seen twice where /lib is a link to /usr/lib.
		grep '^[^#]*hv_storvsc.*ide=' "$f" >/dev/null || continue
		case $f:$(grep '^[^#]*ide=' "$f"):$(ls -d "$mods"/*/updates/hyperv-guest 2>/dev/null) in
		*/hyperv-guest.conf:*ide=1*|*/hyperv-guest.conf:*:) ;;
		*)
			why="kernel $1 refuses its own hv_storvsc because of 'options hv_storvsc ide=' in $f: take that out"
			return 1 ;;
		esac
		sed 's/^[ 	]*options[ 	][ 	]*hv_storvsc[ 	].*ide=/#&/' "$f" >"$f.hyperv-guest-new" && mv -f "$f.hyperv-guest-new" "$f" || {
			rm -f "$f.hyperv-guest-new"
			why="cannot write to $f, whose 'options hv_storvsc ide=' kernel $1 refuses"
			return 1
		}
		say "'options hv_storvsc ide=' in $f is a comment now: kernel $1 refuses its own module with it"
	done
}

# image_agrees IMAGE KERNEL ours|none: its content is what the kernel would load.
# Says in $why what is wrong.
image_agrees() {
	unpack "$1" "$tmp/image" || { why="it cannot be unpacked"; return 1; }
	[ "$3" = ours ] || [ -z "$(refused_options "$2" "$tmp/image")" ] || {
		why="with what it sets hv_storvsc is refused"
		return 1
	}
	in=$(inside "$tmp/image" "$2")
	if [ -z "$in" ] && [ -f "$tmp/image/init" ] && ls "$tmp"/image/lib/*.ko >/dev/null 2>&1; then
		flat_agrees "$tmp/image" "$2" "$3"
		return
	fi
	if [ -z "$in" ]; then
		[ "$3" = none ] && return 0
		why="it holds no modules"
		return 1
	fi
	tree_agrees "$in" "$2" "$3" image || return 1
	for m in $(all_modules); do
		resolve "$in" "$2" "$m" >"$tmp/image-files"
		f=$(sed -n '$p' "$tmp/image-files")
		if [ "$3" = ours ]; then
			o=$(set_dir "$2")/$m.ko
			if [ -z "$f" ]; then
				case " $must " in *" $m "*) why="it lacks $m"; return 1 ;; esac
				continue
			fi
			[ -f "$o" ] || continue
		else
			[ -n "$f" ] || continue
			o=$(in_tree "$root" "$2" "$m")
			[ -n "$o" ] || continue
		fi
		same_build "$f" "$o" || return 1
	done
}

# make_image KERNEL FILE
make_image() {
	# Debian's dracut leaves mkinitramfs there, but not what calls it.
	if command -v update-initramfs >/dev/null 2>&1 && command -v mkinitramfs >/dev/null 2>&1; then
		mkinitramfs -o "$2" "$1"
	elif command -v dracut >/dev/null 2>&1; then
		dracut -f "$2" "$1"
	elif command -v mkinitrd >/dev/null 2>&1; then
		preload=
		for m in $must; do
			[ "$3" = none ] && [ -z "$(in_tree "$root" "$1" "$m")" ] || preload="$preload --preload=$m"
		done
		# shellcheck disable=SC2086 # several words
		mkinitrd -f $preload "$2" "$1"
	else
		echo "there is no program that makes one"
		return 1
	fi
}

# keep_old IMAGE: its present content stays beside it
keep_old() {
	rm -f "$1.hyperv-guest-old.part"
	ln "$1" "$1.hyperv-guest-old.part" 2>/dev/null ||
		cp -p "$1" "$1.hyperv-guest-old.part" || return 1
	# An mv of one of two names of a file to the other does nothing, or fails.
	rm -f "$1.hyperv-guest-old"
	mv -f "$1.hyperv-guest-old.part" "$1.hyperv-guest-old"
}

# What a tool of the distribution does after an image has changed.
image_changed() {
	s=/var/lib/initramfs-tools/$1
	if [ -s "$s" ] && grep "$2" "$s" >/dev/null 2>&1; then
		sha1sum "$2" >"$s.new" && mv "$s.new" "$s"
	fi
	if [ -d /etc/initramfs/post-update.d ] && command -v run-parts >/dev/null 2>&1; then
		run-parts --arg="$1" --arg="$2" /etc/initramfs/post-update.d >&2 || return 1
	fi
	sync
}

# renew_images KERNEL ours|none: checked ones in place of the old ones
renew_images() {
	for image in $(images_of "$1"); do
		renew_image "$1" "$2" || return 1
	done
}

renew_image() {
	image_agrees "$image" "$1" "$2" && return 0
	say "making the initramfs of $1 anew ($why)"
	held=$(names_in "$tmp/image")
	rm -f "$image.hyperv-guest-new"
	make_image "$1" "$image.hyperv-guest-new" "$2" >"$tmp/image.log" 2>&1 || {
		sed 's/^/    /' "$tmp/image.log" | tail -n 5 >&2
		why="the initramfs of $1 could not be made"
		rm -f "$image.hyperv-guest-new"
		return 1
	}
	image_agrees "$image.hyperv-guest-new" "$1" "$2" || {
		why="the new initramfs of $1 is not as it should be: $why"
		rm -f "$image.hyperv-guest-new"
		return 1
	}
	now=$(names_in "$tmp/image")
	for m in $held; do
		[ "$2" = none ] && [ -z "$(in_tree "$root" "$1" "$m")" ] && continue
		[ "$2" = ours ] && [ ! -f "$(set_dir "$1")/$m.ko" ] && continue
		case "
$now
" in
		*"
$m
"*) ;;
		*)
			why="the new initramfs of $1 lacks $m"
			rm -f "$image.hyperv-guest-new"
			return 1 ;;
		esac
	done
	sync
	keep_old "$image" || { why="the initramfs of $1 cannot be kept"; rm -f "$image.hyperv-guest-new"; return 1; }
	mv -f "$image.hyperv-guest-new" "$image" || { why="cannot replace $image"; return 1; }
	image_changed "$1" "$image" || say "a hook in /etc/initramfs/post-update.d failed"
	return 0
}

# ---- steps

# converge KERNEL: what lies in the directory decides; everything else follows it
converge() {
	mode=$(mode_of "$1")
	if [ "$mode" = ours ]; then
		set_is_good "$(set_dir "$1")" "$1" || { why="the installed set is damaged: $why"; return 1; }
	fi
	if ! tree_agrees "$root" "$1" "$mode"; then
		depmod -a "$1" || { why="depmod failed"; return 1; }
		tree_agrees "$root" "$1" "$mode" || return 1
	fi
	[ "$mode" = ours ] || drop_options "$1" || return 1
	renew_images "$1" "$mode"
}

# swap KERNEL: the staged set takes the place of the active one, which is kept
swap() {
	a=$(set_dir "$1")
	mkdir -p "${a%/*}" || return 1
	if [ -d "$a" ]; then
		rm -rf "$stage/$1/old"
		mv "$a" "$stage/$1/old" || return 1
	fi
	mv "$stage/$1/new" "$a" || return 1
	# Aliases and symbols may have changed, too.
	depmod -a "$1"
}

# take_out KERNEL: the active set is active no more; it is kept until all is done
take_out() {
	a=$(set_dir "$1")
	mkdir -p "$stage/$1" || return 1
	if [ -d "$a" ]; then
		rm -rf "$stage/$1/bad"
		mv "$a" "$stage/$1/bad" || return 1
	fi
	rmdir "${a%/*}" 2>/dev/null
	depmod -a "$1" || { why="depmod failed for $1"; return 1; }
}

# stay KERNEL: there is no way back now, say because no initramfs can be made: what was
# taken out goes on, if that is what the initramfs holds
stay() {
	a=$(set_dir "$1")
	[ ! -d "$stage/$1/bad" ] || {
		[ ! -d "$a" ] && mkdir -p "${a%/*}" && mv "$stage/$1/bad" "$a" || return 1
		depmod -a "$1"
	}
	[ -d "$a" ] && set_is_good "$a" "$1" && tree_agrees "$root" "$1" ours || return 1
	for image in $(images_of "$1"); do
		image_agrees "$image" "$1" ours || return 1
	done
	finish "$1"
}

# no_way_back KERNEL: says what is in use now that going back did not succeed, for the
# reason in $why; the exit code is always 1
no_way_back() {
	reason=$why
	if stay "$1"; then
		say "$reason: our modules stay in use on $1, all of them"
		say "when that is mended run: kernel.sh remove $1"
	else
		# What does not agree with the initramfs is out of the way, at least.
		take_out "$1"
		say "$reason: what the initramfs of $1 holds and what lies on the disk do not agree"
		say "when that is mended, before the machine is booted, run: kernel.sh settle $1"
	fi
	return 1
}

# finish KERNEL: nothing is under way any more
finish() {
	rm -rf "${stage:?}/$1/old" "$stage/$1/new" "$stage/$1/new.part" "$stage/$1/bad"
	rmdir "$stage/$1" 2>/dev/null
	rmdir "$stage" 2>/dev/null
	rm -f "$state/journal/$1"
}

# go_back KERNEL: to the set that was there before, or else to the kernel's own
go_back() {
	reason=$why
	if [ -d "$stage/$1/old" ]; then
		if take_out "$1" && mkdir -p "$mods/$1/updates" && mv "$stage/$1/old" "$(set_dir "$1")" &&
		   depmod -a "$1" && converge "$1"; then
			finish "$1"
			say "$reason: the modules that were installed before stay in use on $1"
			return 0
		fi
	fi
	echo remove >"$state/journal/$1"
	if take_out "$1" && converge "$1"; then
		finish "$1"
		say "$reason: the kernel's own modules are in use on $1"
		return 0
	fi
	why="$reason, and going back did not succeed: $why"
	no_way_back "$1"
}

has_modules() {
	[ -f "$mods/$1/modules.dep" ] || [ -d "$mods/$1/kernel" ]
}

do_install() {
	[ -d "$mods/$1" ] || fail "there is no kernel $1 here"
	make_tmp
	take_lock
	if [ -e "$state/journal/$1" ]; then
		do_settle "$1"
	fi
	if built_in "$1"; then
		say "kernel $1 has VMBus built in: nothing to replace"
		return 0
	fi
	set_is_good "$2" "$1" || {
		why="the modules for $1 cannot be used: $why"
		say "$why"
		do_remove "$1"
		return 1
	}
	place_known "$1" || {
		say "$why: nothing was changed"
		return 1
	}
	mkdir -p "$stage/$1" && rm -rf "$stage/$1/new" "$stage/$1/new.part" &&
		cp -R "$2" "$stage/$1/new.part" 2>/dev/null && set_is_good "$stage/$1/new.part" "$1" || {
		rm -rf "$stage/$1/new.part"
		rmdir "$stage/$1" "$stage" 2>/dev/null
		say "the modules for $1 cannot be copied (is the disk full?): nothing was changed"
		return 1
	}
	if key_refused "$stage/$1/new.part"; then
		rm -rf "$state/waiting/$1" "$state/waiting.$1"
		cp -R "$stage/$1/new.part" "$state/waiting.$1" || {
			rm -rf "$state/waiting.$1" "$stage/$1/new.part"
			say "cannot write to $state: nothing was changed"
			return 1
		}
		rm -rf "$stage/$1/new.part"
		rmdir "$stage/$1" "$stage" 2>/dev/null
		# What is in use goes on only if the machine takes it.
		if [ "$(mode_of "$1")" != none ] && key_refused "$(set_dir "$1")"; then
			do_remove "$1"
		fi
		how_to_enroll "$state/waiting.$1" "$1"
		if set_is_signed "$state/waiting.$1"; then
			mkdir -p "$state/waiting"
			mv "$state/waiting.$1" "$state/waiting/$1"
		else
			rm -rf "$state/waiting.$1"
		fi
		return 0
	fi
	sync
	mv "$stage/$1/new.part" "$stage/$1/new" || return 1
	echo install >"$state/journal/$1" || {
		rm -rf "$stage/$1/new"
		rmdir "$stage/$1" "$stage" 2>/dev/null
		# On a full disk it is there, and empty.
		rm -f "$state/journal/$1"
		say "cannot write to $state: nothing was changed"
		return 1
	}
	if swap "$1" && converge "$1"; then
		finish "$1"
		rm -rf "$state/waiting/$1"
		say "kernel $1 uses our modules ($(sed 1q "$(set_dir "$1")/version" 2>/dev/null)) from the next boot on"
		return 0
	fi
	[ -n "$why" ] || why="the modules could not be put in place"
	go_back "$1"
	return 1
}

do_remove() {
	make_tmp
	take_lock
	rm -rf "$state/waiting/$1"
	if ! has_modules "$1"; then
		do_forget "$1"
		return 0
	fi
	if [ "$(mode_of "$1")" = ours ] && [ ! -e "$state/journal/$1" ] && [ -z "${HYPERV_GUEST_FORCE:-}" ]; then
		place_known "$1" && can_do_without "$1" || {
			say "$why: our modules stay in use (HYPERV_GUEST_FORCE=1 in the environment removes them nevertheless)"
			return 1
		}
	fi
	if [ "$(mode_of "$1")" = none ] && [ ! -e "$state/journal/$1" ]; then
		converge "$1" && { finish "$1"; return 0; }
	fi
	echo remove >"$state/journal/$1"
	take_out "$1" && converge "$1" || {
		no_way_back "$1"
		return 1
	}
	finish "$1"
	say "kernel $1 uses its own modules from the next boot on"
}

do_settle() {
	make_tmp
	take_lock
	has_modules "$1" || { do_forget "$1"; return 0; }
	built_in "$1" && return 0
	why=
	case $(cat "$state/journal/$1" 2>/dev/null) in
	remove)
		do_remove "$1"
		return ;;
	install)
		say "finishing the interrupted installation for kernel $1"
		if [ -d "$stage/$1/new" ]; then
			if set_is_good "$stage/$1/new" "$1"; then
				swap "$1" || { go_back "$1"; return; }
			elif [ ! -d "$(set_dir "$1")" ] && [ -d "$stage/$1/old" ]; then
				mv "$stage/$1/old" "$(set_dir "$1")"
			fi
		fi
		for image in $(images_of "$1"); do
			rm -f "$image.hyperv-guest-new"
		done
		;;
	esac
	# The journal stays until everything agrees.
	if converge "$1"; then
		finish "$1"
		return 0
	fi
	mkdir -p "$state/journal"
	go_back "$1"
}

do_check() {
	make_tmp
	has_modules "$1" || { say "there is no kernel $1 here"; return 1; }
	if built_in "$1"; then
		say "kernel $1 has VMBus built in: its own modules are in use"
		return 0
	fi
	mode=$(mode_of "$1")
	[ ! -e "$state/journal/$1" ] || { say "an installation for kernel $1 was interrupted"; return 1; }
	if [ "$mode" = ours ] && ! set_is_good "$(set_dir "$1")" "$1"; then
		say "the set of modules for kernel $1 is damaged: $why"
		return 1
	fi
	tree_agrees "$root" "$1" "$mode" || { say "kernel $1 would load a mixture: $why"; return 1; }
	for image in $(images_of "$1"); do
		image_agrees "$image" "$1" "$mode" || {
			say "the initramfs of kernel $1 is not what the kernel would load: $why"
			return 1
		}
	done
	if [ "$mode" = ours ]; then
		say "kernel $1 uses our modules ($(sed 1q "$(set_dir "$1")/version" 2>/dev/null))"
	else
		say "kernel $1 uses its own modules"
	fi
}

do_signed() {
	signatures_matter
}

do_fits() {
	make_tmp
	set_is_good "$2" "$1" && return 0
	say "the modules in $2 cannot be used for kernel $1: $why"
	return 1
}

do_forget() {
	take_lock
	had=$(mode_of "$1")
	rm -rf "${stage:?}/$1" "$state/waiting/$1" "$state/waiting.$1" "$mods/$1/updates/hyperv-guest"
	rm -rf "$state/built/$1" "$state/built/$1.log" "$state/built/$1.log.part" "$state/built/$1.key"
	rmdir "$mods/$1/updates" "$mods/$1" "$stage" 2>/dev/null
	image_names "$1" | while read -r i; do
		rm -f "$i.hyperv-guest-old" "$i.hyperv-guest-old.part" "$i.hyperv-guest-new"
	done
	rm -f "$state/journal/$1"
	# RHEL calls before the files of the kernel go.
	[ "$had" = none ] || [ ! -d "$mods/$1/kernel" ] || depmod -a "$1"
}

# find_sources: sets top, the tree that modules are built from: this one; the one of the
# version that was installed, because while a package is replaced there are two; the newest
find_sources() {
	top=$(cd "$here/.." && pwd)
	[ -f "$top/compat/modules.sh" ] && return
	top=${HYPERV_GUEST_SOURCES:-/usr/src/hyperv-guest-$(sed 1q "$state/version" 2>/dev/null)}
	[ -n "${HYPERV_GUEST_SOURCES:-}" ] || [ -f "$top/compat/modules.sh" ] ||
		top=/usr/src/hyperv-guest-$(for d in /usr/src/hyperv-guest-*; do
			[ ! -f "$d/compat/modules.sh" ] || echo "${d#/usr/src/hyperv-guest-}"; done |
			sort -t . -k 1,1n -k 2,2n -k 3,3n -k 4,4n | sed -n '$p')
	[ -f "$top/compat/modules.sh" ] && return
	why="there are no sources of hyperv-guest in ${HYPERV_GUEST_SOURCES:-/usr/src}"
	return 1
}

# What needs the sources lies there.
do_build() {
	find_sources || fail "$why"
	exec sh "$top/dkms/set.sh" "$@"
}

do_rebuild() {
	find_sources || fail "$why"
	exec sh "$top/dkms/rebuild.sh" "$here/kernel.sh" rebuild "$1"
}

do_wanted() {
	find_sources || return 1
	exec sh "$top/dkms/rebuild.sh" "$here/kernel.sh" wanted "$1"
}

kernels() {
	for k in "$mods"/*; do
		[ -d "$k/kernel" ] && echo "${k##*/}"
	done
	for k in "$state"/journal/*; do
		[ -f "$k" ] && echo "${k##*/}"
	done
}

each_kernel() {
	rc=0
	for k in $(kernels | sort -u); do
		"$1" "$k" || rc=1
	done
	return $rc
}

# ---- arguments

[ $# -ge 1 ] || usage
command=$1
shift
case $command:$# in
install:2|fits:2|remove:1|settle:0|settle:1|check:0|check:1|build:3|rebuild:1|wanted:1|signed:0|boot:0|forget:1) ;;
*) usage ;;
esac
case ${1:-x} in
*/*|.*|'') case $command in build) ;; *) fail "'$1' is not the name of a kernel" ;; esac ;;
esac
[ -z "$root" ] || [ "$command" = check ] || fail "below another root one can only check"
why=
case $command in
settle|check)
	if [ $# -eq 1 ]; then "do_$command" "$1"; else each_kernel "do_$command"; fi ;;
boot)
	make_tmp
	for j in "$state"/journal/*; do
		[ ! -f "$j" ] || do_settle "${j##*/}"
	done
	for j in "$state"/waiting/*; do
		[ -d "$j" ] || continue
		key_refused "$j" || do_install "${j##*/}" "$j"
	done ;;
*) "do_$command" "$@" ;;
esac
