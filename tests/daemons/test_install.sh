#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What `make -C daemons install` puts where, and that each file is well-formed.

set -u
TOP=$(cd "$(dirname "$0")/../.." && pwd)
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
n=0 failed=0

result() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n $2"
	else
		echo "not ok $n $2"
		[ ! -s "$T/log" ] || sed 's/^/# /' "$T/log" | head -n 20
		failed=1
	fi
}

for init in systemd sysv upstart; do
	make -s -C "$TOP/daemons" OUT="$T/out" DESTDIR="$T/$init" INIT=$init install >"$T/log" 2>&1
	result $? "install, INIT=$init"
done
R=$T/systemd

missing=
for f in usr/sbin/hv_kvp_daemon usr/sbin/hv_vss_daemon usr/sbin/hv_fcopy_daemon \
	usr/libexec/hypervkvpd/hv_get_dns_info usr/libexec/hypervkvpd/hv_get_dhcp_info \
	usr/libexec/hypervkvpd/hv_set_ifconfig usr/lib/systemd/system/hv-kvp-daemon.service \
	usr/lib/systemd/system/hv-vss-daemon.service usr/lib/systemd/system/hv-fcopy-daemon.service \
	usr/lib/udev/rules.d/70-hyperv-guest-daemons.rules usr/share/man/man8/hv_kvp_daemon.8; do
	[ -e "$R/$f" ] || missing="$missing $f"
done
[ -z "$missing" ]
result $? "all is there${missing:+, not$missing}"

# the daemon runs the hooks where they were put
strings -a "$R/usr/sbin/hv_kvp_daemon" 2>/dev/null | grep -qx /usr/libexec/hypervkvpd ||
	grep -aq /usr/libexec/hypervkvpd "$R/usr/sbin/hv_kvp_daemon"
result $? "the daemon looks for its hooks where they are installed"
HV_ROOT=$T/empty sh "$R/usr/libexec/hypervkvpd/hv_get_dhcp_info" eth0 >"$T/log" 2>&1 &&
	grep -qx Disabled "$T/log"
result $? "an installed hook finds its parts"

if command -v systemd-analyze >/dev/null; then
	# the programs are not in this system's /usr/sbin
	sed "s,/usr/sbin/hv_,$R/usr/sbin/hv_," "$R"/usr/lib/systemd/system/hv-kvp-daemon.service >"$T/hv-kvp-daemon.service"
	sed "s,/usr/sbin/hv_,$R/usr/sbin/hv_," "$R"/usr/lib/systemd/system/hv-vss-daemon.service >"$T/hv-vss-daemon.service"
	sed "s,/usr/sbin/hv_,$R/usr/sbin/hv_," "$R"/usr/lib/systemd/system/hv-fcopy-daemon.service >"$T/hv-fcopy-daemon.service"
	for d in kvp vss fcopy; do
		systemd-analyze verify --man=no "$T/hv-$d-daemon.service" 2>&1 | grep "hv-$d-daemon" >"$T/log"
		[ ! -s "$T/log" ]
		result $? "hv-$d-daemon.service is well-formed"
	done
else
	n=$((n + 1))
	echo "ok $n # SKIP systemd-analyze is not installed"
fi
: >"$T/log"
# a unit that multi-user.target wants waits for its device on every machine
grep -l '^WantedBy' "$R"/usr/lib/systemd/system/*.service >"$T/log"
[ ! -s "$T/log" ]
result $? "no unit is wanted at boot: udev starts them"

for f in "$T"/sysv/etc/init.d/*; do
	sh -n "$f" 2>"$T/log" && grep -q '^### BEGIN INIT INFO' "$f" && grep -q '^### END INIT INFO' "$f"
	result $? "$(basename "$f"): LSB header, syntax"
done
# a job that starts with udev itself looks for its device too early
for d in kvp vss fcopy; do
	f=$T/upstart/etc/init/hv-$d-daemon.conf
	grep "^start on .*DEVNAME=/dev/vmbus/hv_$d.* or stopped rc " "$f" >"$T/log" 2>&1 && ! grep '^start on started udev' "$f"
	result $? "hv-$d-daemon.conf: started when its device is there"
done
# off Hyper-V a start is nothing, and status says that it does not run
sh "$T/sysv/etc/init.d/hv_kvp_daemon" start >"$T/log" 2>&1 </dev/null
result $? "an init script does nothing without the device"
sh "$T/sysv/etc/init.d/hv_kvp_daemon" status >"$T/log" 2>&1
[ $? -eq 3 ]
result $? "its status is 3: not running"
sh "$T/sysv/etc/init.d/hv_kvp_daemon" nonsense >"$T/log" 2>&1
[ $? -eq 2 ]
result $? "a bad argument is refused"

for f in "$R"/usr/share/man/man8/*.8; do
	if command -v mandoc >/dev/null; then
		mandoc -Tlint -Wwarning "$f" >"$T/log" 2>&1
		result $? "$(basename "$f") is well-formed"
	else
		n=$((n + 1))
		echo "ok $n # SKIP mandoc is not installed"
	fi
done

echo "1..$n"
[ "$failed" -eq 0 ]
