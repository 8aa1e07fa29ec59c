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
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/hyperv-guest.XXXXXX") || fail "no temporary directory can be made"
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 130' INT TERM HUP
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

# plain FILE: a module file that is not compressed; prints its name
plain() {
	case $1 in
	*.xz) xz -dc "$1" >"$tmp/plain.ko" ;;
	*.zst) zstd -q -dc "$1" >"$tmp/plain.ko" ;;
	*.gz) gzip -dc "$1" >"$tmp/plain.ko" ;;
	*) echo "$1"; return ;;
	esac
	echo "$tmp/plain.ko"
}

# What a module was made from and what it wants of others. Survives the stripping
# and compressing that the makers of an initramfs do.
fingerprint() {
	p=$(plain "$1")
	echo "$(modinfo -F version "$p" 2>/dev/null) $(modinfo -F srcversion "$p" 2>/dev/null)" \
		"$(modinfo -F vermagic "$p" 2>/dev/null)" \
		"$(modprobe --dump-modversions "$p" 2>/dev/null | sort | cksum)"
}

# resolve BASE KERNEL MODULE: the files that loading it would load, in order
resolve() {
	if [ -n "$1" ]; then
		modprobe -d "$1" --set-version "$2" --show-depends "$3" 2>/dev/null
	else
		modprobe --set-version "$2" --show-depends "$3" 2>/dev/null
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
	for m in $(all_modules); do
		f=$(in_tree "$root" "$2" "$m")
		[ -z "$f" ] || modprobe --dump-modversions "$(plain "$f")" 2>/dev/null
	done | sed 's/^/kernel /' >"$tmp/both"
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

# signing_key KERNEL: sets key and cert, which sign: those that the administrator named
# for DKMS, Ubuntu's, or DKMS's own
signing_key() {
	key='' cert=''
	for f in /etc/dkms/framework.conf /etc/dkms/framework.conf.d/*.conf; do
		[ -r "$f" ] || continue
		# shellcheck disable=SC1090,SC2034,SC2154 # what it may use, and may set
		pair=$(set +u; kernelver=$1 mok_signing_key='' mok_certificate=''
			. "$f" >/dev/null 2>&1; echo "$mok_signing_key|$mok_certificate")
		case $pair in
		?*'|'?*) key=${pair%%|*} cert=${pair#*|} ;;
		esac
	done
	[ -z "$key" ] || return 0
	if [ -f /var/lib/shim-signed/mok/MOK.priv ]; then
		key=/var/lib/shim-signed/mok/MOK.priv
		cert=/var/lib/shim-signed/mok/MOK.der
	else
		key=/var/lib/dkms/mok.key
		cert=/var/lib/dkms/mok.pub
	fi
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
	signing_key "$2"
	cmp -s "$1/cert.der" "$cert" || cert=$state/waiting/$2/cert.der
	say "secure boot is on and the key that signs our modules is not enrolled: the kernel's own modules stay in use."
	command -v mokutil >/dev/null 2>&1 || say "The program mokutil is missing; install it first."
	say "Enrol the key, and the installation is finished at the next boot:"
	say "    mokutil --import $cert      (asks for a password of your choice)"
	say "    reboot                                  (in the blue menu: Enroll MOK, then that password)"
	say "    hyperv-guest doctor                     (tells whether all is well)"
}

# ---- the initramfs

# image_of KERNEL: its initramfs, if it has one
image_of() {
	for i in "$boot/initrd.img-$1" "$boot/initramfs-$1.img" "$boot/initrd-$1.img" "$boot/initrd-$1"; do
		[ -f "$i" ] && echo "$i" && return
	done
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

# image_agrees IMAGE KERNEL ours|none: its content is what the kernel would load.
# Says in $why what is wrong.
image_agrees() {
	unpack "$1" "$tmp/image" || { why="it cannot be unpacked"; return 1; }
	in=$(inside "$tmp/image" "$2")
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
		[ "$(fingerprint "$f")" = "$(fingerprint "$o")" ] || {
			why="its $m is another one than the kernel would load"
			return 1
		}
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
		if [ "$3" = ours ]; then
			mkinitrd -f --preload=hv_vmbus --preload=hv_storvsc "$2" "$1"
		else
			mkinitrd -f "$2" "$1"
		fi
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

# renew_image KERNEL ours|none: a checked image in place of the old one
renew_image() {
	image=$(image_of "$1")
	[ -n "$image" ] || return 0
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
	renew_image "$1" "$mode"
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
	image=$(image_of "$1")
	[ -z "$image" ] || image_agrees "$image" "$1" ours || return 1
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
		if [ -f "$(image_of "$1").hyperv-guest-new" ]; then
			rm -f "$(image_of "$1").hyperv-guest-new"
		fi
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
	image=$(image_of "$1")
	if [ -n "$image" ]; then
		image_agrees "$image" "$1" "$mode" || {
			say "the initramfs of kernel $1 is not what the kernel would load: $why"
			return 1
		}
	fi
	if [ "$mode" = ours ]; then
		say "kernel $1 uses our modules ($(sed 1q "$(set_dir "$1")/version" 2>/dev/null))"
	else
		say "kernel $1 uses its own modules"
	fi
}

do_fits() {
	make_tmp
	set_is_good "$2" "$1" && return 0
	say "the modules in $2 cannot be used for kernel $1: $why"
	return 1
}

do_forget() {
	take_lock
	rm -rf "${stage:?}/$1" "$state/waiting/$1" "$state/waiting.$1" "$mods/$1/updates/hyperv-guest"
	rmdir "$mods/$1/updates" "$stage" 2>/dev/null
	for i in "$boot/initrd.img-$1" "$boot/initramfs-$1.img" "$boot/initrd-$1.img" "$boot/initrd-$1"; do
		rm -f "$i.hyperv-guest-old" "$i.hyperv-guest-old.part" "$i.hyperv-guest-new"
	done
	rm -f "$state/journal/$1"
}

# sign DIR KERNEL TREE: the modules of a set, with DKMS's key, where there is one; it
# is made where it will be asked for. What signed them goes with them.
sign() {
	signing_key "$2"
	if [ "$key" = /var/lib/dkms/mok.key ] && [ ! -f "$key" ] && signatures_matter &&
	   command -v openssl >/dev/null 2>&1; then
		# DKMS before 3.0.4 does not, nor is there one on a machine without it.
		mkdir -p /var/lib/dkms &&
			(umask 077 && openssl req -new -x509 -nodes -days 36500 -subj '/CN=DKMS module signing key' \
				-newkey rsa:2048 -keyout "$key" -outform DER -out "$cert" >/dev/null 2>&1) || return 1
	fi
	case $key in pkcs11:*) ;; *) [ -f "$key" ] || return 0 ;; esac
	[ -f "$cert" ] || return 0
	for s in "$3/scripts/sign-file" /usr/lib/linux-kbuild-*/scripts/sign-file /usr/bin/kmodsign; do
		[ -x "$s" ] || continue
		hash=$(sed -n 's/^CONFIG_MODULE_SIG_HASH="\(.*\)"/\1/p' "$3/.config" 2>/dev/null)
		for f in "$1"/*.ko; do
			"$s" "${hash:-sha256}" "$key" "$cert" "$f" || return 1
		done
		cp "$cert" "$1/cert.der"
		return
	done
}

# build KERNEL TREE DIR: 0 also when there is nothing to build (VMBus built in)
do_build() {
	top=$(cd "$here/.." && pwd)
	# While a package is replaced the sources of two versions are there.
	[ -f "$top/compat/modules.sh" ] || top=${HYPERV_GUEST_SOURCES:-$(for d in /usr/src/hyperv-guest-*; do
		[ -f "$d/compat/modules.sh" ] && echo "$d"; done | tail -n 1)}
	[ -n "$top" ] || fail "there are no sources in /usr/src"
	[ -f "$top/compat/modules.sh" ] || fail "there are no sources in $top"
	[ -d "$2" ] || fail "no headers of kernel $1: install linux-headers-$1 (Debian) or kernel-devel-$1 (RHEL)"
	rm -rf "$3"
	mkdir -p "$3/work" || fail "cannot write to $3"
	make -C "$top" KDIR="$2" BUILD="$3/work" modules || return 1
	for d in "$3"/work/*; do
		if [ -f "$d/hv_vmbus.ko" ]; then
			for m in $(all_modules); do
				[ -f "$d/$m.ko" ] || continue
				cp "$d/$m.ko" "$3/" && strip -g "$3/$m.ko" || return 1
			done
			sign "$3" "$1" "$2" || return 1
			cp "$d/Module.symvers" "$3/" || return 1
			sed 1q "$top/VERSION" >"$3/version"
			(cd "$3" && cksum ./*.ko >manifest) || return 1
		fi
		for f in hvc_config.h probe.log; do
			[ ! -f "$d/$f" ] || cp "$d/$f" "$3/"
		done
	done
	rm -rf "$3/work"
}

do_rebuild() {
	b=$state/built/$1
	mkdir -p "$state/built"
	if ! do_build "$1" "$mods/$1/build" "$b" >"$state/built/$1.log" 2>&1; then
		say "$(grep '^modules: \|^hyperv-guest: ' "$state/built/$1.log" | tail -n 1)"
		say "no modules could be built for kernel $1 (see $state/built/$1.log): its own are in use"
		do_remove "$1"
		return 1
	fi
	if [ -s "$b/manifest" ]; then
		do_install "$1" "$b"
		rc=$?
	else
		say "kernel $1 has VMBus built in: nothing to replace"
		rc=0
	fi
	rm -rf "$b"
	return $rc
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
install:2|fits:2|remove:1|settle:0|settle:1|check:0|check:1|build:3|rebuild:1|boot:0|forget:1) ;;
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
