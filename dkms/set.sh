#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build a set of modules for a kernel from this tree.
#
# usage: set.sh KERNEL TREE DIR      TREE: the kernel's headers; run by kernel.sh build
#
# The exit code is 0 also when there is nothing to build, because VMBus is built in: DIR
# has no manifest then.

set -u
LC_ALL=C
export LC_ALL
umask 022
here=$(cd "$(dirname "$0")" && pwd)
top=${here%/*}

fail() {
	echo "hyperv-guest: $*" >&2
	exit 1
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

# sign DIR KERNEL TREE: the modules of a set, with DKMS's key, where there is one; it
# is made where it will be asked for. What signed them goes with them.
sign() {
	signing_key "$2"
	if [ "$key" = /var/lib/dkms/mok.key ] && [ ! -f "$key" ] && "$here/kernel.sh" signed &&
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
		echo "$cert" >"$1/cert.path"
		cp "$cert" "$1/cert.der"
		return
	done
}

[ $# -eq 3 ] || { echo "usage: set.sh KERNEL TREE DIR" >&2; exit 2; }
[ -d "$2" ] || fail "no headers of kernel $1: install linux-headers-$1 (Debian) or kernel-devel-$1 (RHEL)"
rm -rf "$3"
mkdir -p "$3/work" || fail "cannot write to $3"
make -C "$top" KDIR="$2" BUILD="$3/work" modules || exit 1
for d in "$3"/work/*; do
	if [ -f "$d/hv_vmbus.ko" ]; then
		for m in $(sed -n 's/^\([a-z][a-z0-9_-]*\)[ 	].*/\1/p' "$here/modules.tsv"); do
			[ -f "$d/$m.ko" ] || continue
			cp "$d/$m.ko" "$3/" && strip -g "$3/$m.ko" || exit 1
		done
		sign "$3" "$1" "$2" || exit 1
		cp "$d/Module.symvers" "$3/" || exit 1
		sed 1q "$top/VERSION" >"$3/version"
		(cd "$3" && cksum ./*.ko >manifest) || exit 1
	fi
	for f in hvc_config.h probe.log; do
		[ ! -f "$d/$f" ] || cp "$d/$f" "$3/"
	done
done
rm -rf "$3/work"
