#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The distribution's dkms with our tree: add, build, install, status, remove.
#
# Runs in a mount namespace of its own, where /usr/src, /var/lib/dkms, /boot and
# /lib/modules are scratch directories: nothing of the machine changes.
#
# usage: dkms.sh [KERNEL_ID]

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
OUT=$TOP/build/dkms
PATH=$PATH:/usr/sbin:/sbin
export PATH

give_up() {
	echo "ok dkms # skip $1"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}

id=${1:-6.1}
if [ "${2:-}" != inside ]; then
	[ $# -le 1 ] || { echo "usage: dkms.sh [KERNEL_ID]" >&2; exit 2; }
	"$TOP/tests/rig/kernel.sh" -l | grep -qx -e "$id" || {
		echo "dkms.sh: unknown kernel '$id'" >&2
		exit 2
	}
	[ "$(id -u)" -eq 0 ] || give_up "needs root for a mount namespace of its own"
	for t in dkms unshare mount modinfo depmod; do
		command -v $t >/dev/null 2>&1 || give_up "$t is not installed"
	done
	"$TOP/tests/rig/kernel.sh" "$id" >/dev/null || { echo "dkms.sh: cannot fetch kernel $id" >&2; exit 1; }
	unshare -m true 2>/dev/null || give_up "this machine allows no mount namespace"
	# What the scratch directories lie on: not on every machine, and not left behind.
	made=''
	# shellcheck disable=SC2086 # several directories
	trap '[ -z "$made" ] || rmdir $made' EXIT
	trap 'exit 130' INT TERM
	for d in /lib/modules /usr/src /boot /var/lib/dkms /var/lib/hyperv-guest; do
		[ -d "$d" ] && continue
		mkdir -p "$d" || exit 1
		made="$d $made"
	done
	unshare -m sh "$0" "$id" inside
	exit
fi

passed=0 failed=0
check() {
	what=$1
	shift
	if "$@" >"$OUT/last" 2>&1; then
		echo "ok $what"
		passed=$((passed + 1))
	else
		echo "not ok $what"
		tail -n 8 "$OUT/last" "$OUT/log" 2>/dev/null | sed 's/^/    /'
		failed=$((failed + 1))
	fi
}
run() {
	echo "\$ $*" >>"$OUT/log"
	"$@" >>"$OUT/log" 2>&1
}

KREL='' KDIR='' KMODDIR=''
eval "$("$TOP/tests/rig/kernel.sh" "$id")"
version=$(sed 1q "$TOP/VERSION")
modules=$(sed -n 's/^\([a-z][a-z0-9_-]*\)[ 	].*/\1/p' "$TOP/dkms/modules.tsv")

rm -rf "$OUT"
mkdir -p "$OUT/src" "$OUT/lib" "$OUT/var" "$OUT/state" "$OUT/boot" "$OUT/etc" || exit 1
mount --make-rprivate / || give_up "mounts of this machine cannot be made private"

# A modules tree of the kernel with its disk and Hyper-V drivers.
m=$OUT/lib/$KREL
mkdir -p "$m/kernel/drivers"
cp "$KMODDIR"/modules.builtin* "$KMODDIR"/modules.order "$m/" || exit 1
for d in hv scsi ptp pps net/hyperv; do
	[ -d "$KMODDIR/kernel/drivers/$d" ] || continue
	mkdir -p "$m/kernel/drivers/$d"
	cp -R "$KMODDIR/kernel/drivers/$d/." "$m/kernel/drivers/$d"
done
ln -s "$KDIR" "$m/build"
mount --bind "$OUT/lib" /lib/modules || exit 1
mount --bind "$OUT/src" /usr/src || exit 1
mount --bind "$OUT/var" /var/lib/dkms || exit 1
mount --bind "$OUT/boot" /boot || exit 1
mount --bind "$OUT/state" /var/lib/hyperv-guest || exit 1
# Nothing of this machine's own hooks and keys.
[ -d /etc/dkms ] && mount --bind "$OUT/etc" /etc/dkms

(cd "$TOP" && make -s install-source DESTDIR= SRCDIR="/usr/src/hyperv-guest-$version") || {
	echo "not ok the source can be installed"
	echo "0 passed, 1 failed, 0 skipped"
	exit 1
}
depmod -a "$KREL" >>"$OUT/log" 2>&1

# where MODULE: the file that this kernel would load
where() {
	modinfo -k "$KREL" -F filename "$1" 2>/dev/null
}
all_in() {
	for x in $modules; do
		f=$(where "$x")
		echo "$x: $f"
		case $f in */$1/*) ;; *) return 1 ;; esac
	done
}
all_ours() {
	for x in $modules; do
		v=$(modinfo -k "$KREL" -F version "$x" 2>/dev/null)
		echo "$x: $v"
		[ "$v" = "$version" ] || return 1
	done
}
none_ours() {
	left=$(find /lib/modules -path '*updates*' -name 'hv_*' -o -path '*extra*' -name 'hv_*')
	echo "$left"
	[ -z "$left" ] && all_in kernel/drivers && ! all_ours
}
status_says() {
	s=$(dkms status -m hyperv-guest -v "$version")
	echo "status: $s"
	case $s in *"$1"*) ;; *) return 1 ;; esac
}
D="-m hyperv-guest -v $version"

echo "# $(dkms --version), kernel $KREL"
check "the kernel has its own modules first" none_ours
# shellcheck disable=SC2086 # words of a list
{
check "dkms add" run dkms add $D
check "status says added" status_says added
check "dkms build for a kernel that is not running" run dkms build $D -k "$KREL"
check "status says built" status_says built
for f in hvc_config.h probe.log Module.symvers make.log; do
	check "$f is kept" test -s "$(echo /var/lib/dkms/hyperv-guest/"$version/$KREL"/*/log/$f)"
done
check "dkms install" run dkms install $D -k "$KREL"
check "status says installed" status_says installed
check "the kernel would load all of ours" all_ours
check "from where kernel.sh puts them" all_in updates/hyperv-guest
check "dkms uninstall" run dkms uninstall $D -k "$KREL"
check "the kernel would load its own again" none_ours

# One module that does not fit the others: none of ours may be used.
built=$(echo /var/lib/dkms/hyperv-guest/"$version/$KREL"/*/set)
cp "$built/hv_storvsc.ko" "$OUT/good.ko"
strip -s -o "$OUT/other.ko" "$OUT/good.ko"
cp "$OUT/other.ko" "$built/hv_storvsc.ko"
check "one module is another one: dkms install does not fail" run dkms install $D -k "$KREL"
check "and none of ours is used" none_ours
check "which is said" grep -q 'not those that were built' "$OUT/log"
cp "$OUT/good.ko" "$built/hv_storvsc.ko"
run dkms uninstall $D -k "$KREL"

check "dkms install again" run dkms install $D -k "$KREL"
check "the kernel would load all of ours again" all_ours
check "dkms remove" run dkms remove $D --all
check "the kernel's own modules are back" none_ours
check "nothing is left in the dkms tree" test ! -e "/var/lib/dkms/hyperv-guest"
}

# A kernel with VMBus built in: no module, no failure of dkms.
n=7.2
KREL='' KDIR='' KMODDIR=''
if eval "$("$TOP/tests/rig/kernel.sh" $n 2>/dev/null)" && [ -n "$KREL" ]; then
	mkdir -p "/lib/modules/$KREL/kernel"
	cp "$KMODDIR"/modules.builtin* "$KMODDIR"/modules.order "/lib/modules/$KREL/"
	ln -s "$KDIR" "/lib/modules/$KREL/build"
	# shellcheck disable=SC2086
	run dkms add $D
	# shellcheck disable=SC2086
	check "a kernel with VMBus built in: dkms is content" run dkms install $D -k "$KREL"
	check "and no module of ours is there" test ! -e "/lib/modules/$KREL/updates/hyperv-guest"
	# shellcheck disable=SC2086
	run dkms remove $D --all
fi

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
