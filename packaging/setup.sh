#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the packages do when they are installed and removed, for all kernels.
#
# usage: setup.sh install VERSION    build and put in use for every kernel with headers
#        setup.sh upgrade VERSION    take it out of DKMS; the modules stay in use
#        setup.sh remove VERSION     every kernel uses its own modules again
#
# The exit code is 0 whatever happens to single kernels: a kernel without our
# modules works, a package manager that stops in the middle does not. What went
# wrong is said, with the command that mends it.

set -u
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
export PATH
lib=/usr/lib/hyperv-guest

say() {
	echo "hyperv-guest: $*" >&2
}

[ $# -eq 2 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
version=$2

have_dkms() {
	command -v dkms >/dev/null 2>&1
}

# Versions of ours that DKMS knows, by its tree: its output differs with its version.
registered() {
	for d in /var/lib/dkms/hyperv-guest/*; do
		[ -L "$d/source" ] && echo "${d##*/}"
	done
}

kernels() {
	for k in /lib/modules/*; do
		[ -d "$k/kernel" ] && echo "${k##*/}"
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
	HYPERV_GUEST_UPGRADE=1
	export HYPERV_GUEST_UPGRADE
	deregister
	unset HYPERV_GUEST_UPGRADE
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
			"$lib/kernel.sh" remove "$k" || :
		fi
	done
}

case $1 in
install|upgrade|remove) "do_$1" ;;
*) echo "setup.sh: unknown command '$1'" >&2; exit 2 ;;
esac
exit 0
