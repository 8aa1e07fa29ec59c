#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the packages do when they are installed and removed, for all kernels.
#
# usage: setup.sh install VERSION    build and put in use for every kernel with headers
#        setup.sh upgrade VERSION    take it out of DKMS; the modules stay in use
#        setup.sh remove VERSION     every kernel uses its own modules again
#        setup.sh kernel KERNEL      a kernel was installed: is there anything to do for it
#                                    that neither DKMS nor kernel.sh does by itself?
#
# The exit code is 0 whatever happens to single kernels: a kernel without our
# modules works, a package manager that stops in the middle does not. What went
# wrong is said, with the command that mends it. Only remove fails, if for some kernel
# there is no way back, say because /boot is full: what could mend that must not go.
# HYPERV_GUEST_FORCE=1 in the environment makes it go nevertheless.

set -u
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
export PATH
lib=/usr/lib/hyperv-guest

say() {
	echo "hyperv-guest: $*" >&2
}

[ $# -eq 2 ] || { sed -n 's/^# usage: /usage: /p; s/^#        setup/       setup/p' "$0" >&2; exit 2; }
version=$2

have_dkms() {
	command -v dkms >/dev/null 2>&1
}

# Versions of ours that DKMS knows, by its tree: its output differs with its version.
# The oldest comes first.
registered() {
	for d in /var/lib/dkms/hyperv-guest/*; do
		[ -L "$d/source" ] && echo "${d##*/}"
	done | sort -t . -k 1,1n -k 2,2n -k 3,3n -k 4,4n
}

kernels() {
	for k in /lib/modules/*; do
		[ -d "$k/kernel" ] && echo "${k##*/}"
	done
}

# sweep: what kernels that have gone, and kills, have left
sweep() {
	for d in /lib/modules/*/updates/hyperv-guest; do
		k=${d%/updates/hyperv-guest}
		[ ! -d "$d" ] || [ -d "$k/kernel" ] || [ -f "$k/modules.dep" ] || "$lib/kernel.sh" forget "${k##*/}" || :
	done
	for o in /boot/*.hyperv-guest-* /boot/*/*/initrd.hyperv-guest-* /efi/*/*/initrd.hyperv-guest-* \
		/boot/efi/*/*/initrd.hyperv-guest-*; do
		[ -f "$o" ] || continue
		i=${o%.hyperv-guest-*}
		case $i in
		*/initrd) k=${i%/initrd} z=$k/linux ;;
		*) k=${i#*/initrd.img-}; k=${k#*/initramfs-}; k=${k#*/initrd-}; k=${k%.img}; z=/boot/vmlinuz-$k ;;
		esac
		# Where only the initramfs is missing the old one may be the last.
		[ -d "/lib/modules/${k##*/}/kernel" ] && { [ -f "$i" ] || [ -f "$z" ]; } || rm -f "$o"
	done
	[ -d /proc/self ] || return 0
	for t in /var/tmp/hyperv-guest.*.*; do
		p=${t#/var/tmp/hyperv-guest.}
		[ ! -d "$t" ] || [ -d "/proc/${p%%.*}" ] || rm -rf "$t"
	done
}

# deregister: out of DKMS. Its scripts go back to the kernel's own modules, or
# leave them alone if HYPERV_GUEST_UPGRADE is set.
deregister() {
	have_dkms || return 0
	for v in $(registered); do
		dkms remove -m hyperv-guest -v "$v" --all >/dev/null 2>&1 ||
			rm -rf "/var/lib/dkms/hyperv-guest/$v"
	done
}

headers_of() {
	if [ -x /usr/bin/apt-get ]; then
		echo "apt-get install linux-headers-$1"
	elif command -v zypper >/dev/null 2>&1; then
		echo "zypper install kernel-default-devel"
	else
		case $1 in
		*PAE) echo "yum install kernel-PAE-devel-${1%PAE}" ;;
		*) echo "yum install kernel-devel-$1" ;;
		esac
	fi
}

do_install() {
	sweep
	HYPERV_GUEST_UPGRADE=1
	export HYPERV_GUEST_UPGRADE
	deregister
	unset HYPERV_GUEST_UPGRADE
	# What is built later is that, even if sources of another version are there.
	mkdir -p /var/lib/hyperv-guest && echo "$version" >/var/lib/hyperv-guest/version
	if have_dkms; then
		dkms add -m hyperv-guest -v "$version" >/dev/null 2>&1 || {
			say "dkms does not take hyperv-guest/$version; 'dkms add hyperv-guest/$version' tells why"
			return
		}
	fi
	for k in $(kernels); do
		if grep '/hv_vmbus\.ko$' "/lib/modules/$k/modules.builtin" >/dev/null 2>&1; then
			say "kernel $k has VMBus built in: it keeps its own drivers"
			continue
		fi
		if [ ! -d "/lib/modules/$k/build/include" ]; then
			say "kernel $k: its headers are missing, so its own drivers stay in use. Type: $(headers_of "$k")"
			"$lib/kernel.sh" settle "$k" || :
			continue
		fi
		if have_dkms; then
			dkms install --force -m hyperv-guest -v "$version" -k "$k" >/dev/null ||
				say "kernel $k: dkms failed; 'dkms install --force hyperv-guest/$version -k $k' tells why"
		else
			HYPERV_GUEST_SOURCES=/usr/src/hyperv-guest-$version "$lib/kernel.sh" rebuild "$k" || :
		fi
	done
}

do_upgrade() {
	HYPERV_GUEST_UPGRADE=1
	export HYPERV_GUEST_UPGRADE
	deregister
}

do_remove() {
	deregister
	for k in $(kernels); do
		if [ -e "/lib/modules/$k/updates/hyperv-guest" ] || [ -e "/var/lib/hyperv-guest/journal/$k" ]; then
			"$lib/kernel.sh" remove "$k" || stuck="${stuck:-} $k"
		fi
	done
	[ -n "${stuck:-}" ] || return 0
	if [ -n "${HYPERV_GUEST_FORCE:-}" ]; then
		say "there is no way back yet for:$stuck; what is told above stays there. Mend it and type for each kernel:"
		say "    rm -r /lib/modules/KERNEL/updates/hyperv-guest; depmod KERNEL; then make its initramfs anew"
		return 0
	fi
	say "nothing is removed while there is no way back for:$stuck. Mend what is told above (a full disk?) and remove again"
	exit 1
}

# dkms_has KERNEL: DKMS has dealt with it: there is a set that fits, or it is known that
# none can be built
dkms_has() {
	for s in /var/lib/dkms/hyperv-guest/"$v/$1"/*/set; do
		[ -d "$s" ] || continue
		[ -s "$s/manifest" ] || return 0
		"$lib/kernel.sh" fits "$1" "$s"
		return
	done
	return 1
}

do_kernel() {
	sweep
	k=$version
	[ -d "/lib/modules/$k/kernel" ] && [ ! -d "/lib/modules/$k/updates/hyperv-guest" ] || return 0
	# What is in use is right: kernel.sh settle was here before. Nothing is
	# done against who asked for something else.
	[ ! -d "/var/lib/hyperv-guest/waiting/$k" ] && [ ! -e /etc/dkms/no-autoinstall ] || return 0
	if [ -s "$lib/kmod/$k/manifest" ]; then
		"$lib/kernel.sh" install "$k" "$lib/kmod/$k" || :
		return
	fi
	# Without DKMS packaging/kernel/rebuild does it.
	[ -d "/lib/modules/$k/build/include" ] && have_dkms || return 0
	v=$(sed 1q /var/lib/hyperv-guest/version 2>/dev/null)
	[ -n "$v" ] && [ -L "/var/lib/dkms/hyperv-guest/$v/source" ] || v=$(registered | sed -n '$p')
	[ -n "$v" ] || return 0
	dkms_has "$k" && return
	# DKMS before 2.3 takes a mark that weak-modules has linked for an installation,
	# and builds nothing; none of them sees that a kernel was built anew.
	HYPERV_GUEST_UPGRADE=1 dkms remove -m hyperv-guest -v "$v" -k "$k" >/dev/null 2>&1
	dkms install --force -m hyperv-guest -v "$v" -k "$k" >/dev/null ||
		say "kernel $k: dkms failed; 'dkms install --force hyperv-guest/$v -k $k' tells why"
}

case $1 in
install|upgrade|remove|kernel) "do_$1" ;;
*) echo "setup.sh: unknown command '$1'" >&2; exit 2 ;;
esac
exit 0
