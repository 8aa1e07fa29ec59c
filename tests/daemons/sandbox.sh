#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The daemons as their units of systemd start them, in the sandboxes that these configure:
# IP injection into four real network managers of Debian, backup of real file systems, file copy.
#
# usage: sandbox.sh
#
# A Debian system runs in namespaces of its own, in memory, with systemd as its first process;
# nothing of this machine changes. The units are those of daemons/systemd, without the lines
# that wait for the device: a socket stands for it (asker.c). On a kernel with the real
# device the same is done by systemd.sh.

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
export PATH
W=$TOP/build/sandbox
# shellcheck source=tests/daemons/system.sh
. "$HERE/system.sh"

# ---- in the namespaces: make the system's root, become its first process

if [ "${1:-}" = inside ]; then
	R=$W/root
	mount --make-rprivate / && mount -t tmpfs -o mode=755,size=2G tmpfs "$R" && cp -a "$2/." "$R/" || exit 1
	rm -f "$R/.layout"
	make -s -C "$TOP/daemons" OUT="$W/daemons" DESTDIR="$R" INIT=systemd install || exit 1
	cp "$W/asker" "$R/usr/local/bin/asker" && cp "$HERE/sandbox-inside.sh" "$R/usr/local/bin/inside" || exit 1
	cp "$3" "$R/usr/local/bin/busybox" || exit 1
	S=$R/etc/systemd/system
	for s in kvp vss fcopy; do
		sed -e '/^Condition/d; /^BindsTo=/d; /^After=sys-/d' \
			-e "s,^ExecStart=.*,& --device /run/asker-$s," "$TOP/daemons/systemd/hv-$s-daemon.service" >"$S/hv-$s-daemon.service"
	done
	system_prepare "$R" sandbox serial-getty@.service console-getty.service systemd-udevd.service systemd-udevd-control.socket \
		systemd-udevd-kernel.socket systemd-logind.service networking.service
	hostname sandbox
	mount -t tmpfs -o mode=755 dev "$R/dev" || exit 1
	while read -r name major minor; do
		mknod -m 666 "$R/dev/$name" c "$major" "$minor" || exit 1
	done <<-'END'
		null 1 3
		zero 1 5
		full 1 7
		random 1 8
		urandom 1 9
		tty 5 0
		loop-control 10 237
	END
	mkdir "$R/dev/pts" "$R/dev/shm"
	ln -s /proc/self/fd "$R/dev/fd"
	mount -t devpts -o newinstance,ptmxmode=0666 devpts "$R/dev/pts" && ln -s pts/ptmx "$R/dev/ptmx" &&
		mount -t proc proc "$R/proc" && mount -t sysfs sysfs "$R/sys" &&
		mount -o remount,bind,ro "$R/sys" &&
		mount -t cgroup2 cgroup2 "$R/sys/fs/cgroup" && mount -t tmpfs run "$R/run" && mount -t tmpfs tmp "$R/tmp" || exit 1
	cp "$W/loops" "$R/run/loops"
	# Not changed by its root alone: the sandboxes need a root that is a mount of its own.
	cd "$R" && mkdir .old && pivot_root . .old && umount -l /.old && rmdir /.old || exit 1
	# as on a machine; in a container systemd leaves it as it is
	mount --make-rshared / || exit 1
	exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb /lib/systemd/systemd --log-target=console --show-status=0 </dev/null
fi

# ---- beside them

[ $# -eq 0 ] || { echo "usage: sandbox.sh" >&2; exit 2; }
give_up() {
	echo "ok sandbox # skip $1"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}
[ "$(id -u)" -eq 0 ] || give_up "needs root"
for t in debootstrap unshare nsenter mke2fs losetup pivot_root; do
	command -v "$t" >/dev/null 2>&1 || give_up "$t is not installed"
done
grep -q cgroup2 /proc/filesystems || give_up "this kernel has no second version of cgroups"
group=
for g in /sys/fs/cgroup /sys/fs/cgroup/unified; do
	[ -f "$g/cgroup.procs" ] && mkdir -p "$g/hv-sandbox" 2>/dev/null && group=$g/hv-sandbox && break
done
[ -n "$group" ] || give_up "no cgroup can be made here"
unshare -pfmniuC true 2>/dev/null || give_up "this machine allows no namespaces"

base=$("$TOP/tests/packages/chroot.sh" bookworm-systemd) || { echo "not ok sandbox: no root directory"; exit 1; }
busybox=$("$TOP/tests/rig/userland.sh" busybox amd64) || { echo "not ok sandbox: no busybox"; exit 1; }
rm -rf "$W"
mkdir -p "$W/root" || exit 1
gcc -static -O1 -Wall -Wextra -Werror -D_GNU_SOURCE -std=gnu11 -o "$W/asker" "$HERE/asker.c" || { echo "not ok sandbox: asker.c does not build"; exit 1; }

# Disks of its own: the stack of file systems for the backup.
: >"$W/loops"
loops=
for n in a v r; do
	truncate -s 64M "$W/$n.img"
	l=$(losetup -f --show "$W/$n.img" 2>/dev/null) || { echo "# no loop devices: nothing is frozen here"; break; }
	loops="$loops $l"
	echo "$n $l $(cat "/sys/block/${l##*/}/dev")" >>"$W/loops"
done
pid='' outer=''
# shellcheck disable=SC2317 # called by the trap
clean() {
	# the file systems on them go with the last process
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
	[ -z "$outer" ] || wait "$outer" 2>/dev/null
	sleep 0.5
	for l in $loops; do losetup -d "$l" 2>/dev/null; done
	rmdir "$group"/*/* "$group"/* "$group" 2>/dev/null
	rm -rf "$W/root" "$W"/*.img
}
trap clean EXIT
trap 'exit 130' INT TERM

# The number of the first process, as it is outside.
sh -c 'echo $$ >"$1/cgroup.procs"; exec unshare -C unshare -pfmniu --kill-child=KILL sh "$2" inside "$3" "$4"' \
	sh "$group" "$0" "$base" "$busybox" >"$W/systemd.log" 2>&1 &
outer=$!
i=0
while [ "$i" -lt 600 ]; do
	i=$((i + 1))
	# unshare forks for its namespaces: that one's child
	for p in $(cat "/proc/$outer/task/$outer/children" 2>/dev/null); do
		case $(tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null) in /lib/systemd/systemd*) pid=$p ;; esac
	done
	[ -z "$pid" ] || break
	kill -0 "$outer" 2>/dev/null || break
	sleep 0.1
done
[ -n "$pid" ] || {
	tail -n 5 "$W/systemd.log" | sed 's/^/# /'
	echo "not ok sandbox: systemd starts"
	echo "0 passed, 1 failed, 0 skipped"
	exit 1
}
nsenter -t "$pid" -m -p -n -i -u -C -r -w env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	timeout 300 sh /usr/local/bin/inside >"$W/out" 2>&1 </dev/null
rc=$?
cat "$W/out"
passed=$(grep -c '^ok ' "$W/out")
failed=$(grep -c '^not ok ' "$W/out")
if [ "$rc" -ne 0 ] && [ "$failed" -eq 0 ]; then
	echo "not ok sandbox: it ended with exit code $rc"
	failed=1
fi
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
