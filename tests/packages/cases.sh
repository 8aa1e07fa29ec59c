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

cases >"$W/list"
[ $# -eq 0 ] || printf '%s\n' "$@" >"$W/list"
while read -r c <&3; do
	case_"$c"
done 3<"$W/list"
verdict "$W"/tree-*
