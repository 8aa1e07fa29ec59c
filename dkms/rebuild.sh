#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Without DKMS: build from this tree for a kernel, and put it in use.
#
# usage: rebuild.sh KERNEL_SH rebuild KERNEL
#        rebuild.sh KERNEL_SH wanted KERNEL      has that anything to do, not tried before?
#
# Run by the kernel.sh of that name. Below /var/lib/hyperv-guest/built the file KERNEL.key
# is there when a build has ended, with what it was of; the directory KERNEL as long as
# what was built is not in use; KERNEL.log says how it went.

set -u
LC_ALL=C
export LC_ALL
umask 022
[ $# -eq 3 ] || { echo "usage: rebuild.sh KERNEL_SH rebuild|wanted KERNEL" >&2; exit 2; }
top=$(cd "$(dirname "$0")/.." && pwd)
helper=$1 k=$3
mods=/lib/modules/$k
b=/var/lib/hyperv-guest/built/$k

say() {
	echo "hyperv-guest: $*" >&2
}

# key: what the result of a build depends on
key() {
	echo "$k $(sed 1q "$top/VERSION") $(cd "$mods/build" && {
		${CC:-gcc} -dumpversion
		cat .config Module.symvers include/generated/autoconf.h include/generated/utsrelease.h \
			include/linux/autoconf.h include/linux/utsrelease.h
	} 2>/dev/null | cksum)"
}

was_tried() {
	[ "$(cat "$b.key" 2>/dev/null)" = "$(key)" ]
}

fits() {
	[ -s "$1/manifest" ] && "$helper" fits "$k" "$1" >/dev/null 2>&1
}

case $2 in
wanted)
	[ -d "$mods/kernel" ] && [ -d "$mods/build/include" ] && [ ! -d "/var/lib/hyperv-guest/waiting/$k" ] || exit 1
	! grep '/hv_vmbus\.ko$' "$mods/modules.builtin" >/dev/null 2>&1 || exit 1
	! fits "$mods/updates/hyperv-guest" || exit 1
	! was_tried || [ -s "$b/manifest" ]
	exit ;;
rebuild) ;;
*) echo "rebuild.sh: unknown command '$2'" >&2; exit 2 ;;
esac

[ -d "$mods/build/include" ] || {
	say "no headers of kernel $k: install linux-headers-$k (Debian) or kernel-devel-$k (RHEL)"
	exit 1
}
mkdir -p "${b%/*}" || { say "cannot write to ${b%/*}"; exit 1; }
if was_tried && fits "$b"; then
	say "kernel $k: what was built before is put in use"
else
	rm -f "$b.key"
	sh "$top/dkms/set.sh" "$k" "$mods/build" "$b" >"$b.log.part" 2>&1
	rc=$?
	mv -f "$b.log.part" "$b.log"
	if [ $rc -ne 0 ]; then
		tail -n 50 "$b"/work/*/build.log >>"$b.log" 2>/dev/null
		rm -rf "$b"
		# What another try may mend is tried again.
		grep -i -e 'no space left' -e 'cannot allocate memory' -e killed "$b.log" >/dev/null || key >"$b.key"
		say "$(grep '^modules: \|^hyperv-guest: ' "$b.log" | sed 's/; see .*//' | tail -n 1)"
		say "no modules could be built for kernel $k (see $b.log)"
		"$helper" remove "$k"
		exit 1
	fi
	key >"$b.key"
fi
if [ ! -s "$b/manifest" ]; then
	say "kernel $k has VMBus built in: nothing to replace"
elif ! "$helper" install "$k" "$b"; then
	# With more room, say, it can be used.
	fits "$b" || rm -rf "$b"
	exit 1
fi
rm -rf "$b"
exit 0
