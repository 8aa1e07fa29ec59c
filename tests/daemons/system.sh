# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# For sandbox.sh and systemd.sh: a Debian system of debootstrap that is to be started.

# system_prepare ROOT HOSTNAME UNIT...: as if it had been started before, without UNITs and what else
# takes time and is not looked at. No network manager starts by itself.
system_prepare() {
	sys_root=$1
	echo 0123456789abcdef0123456789abcdef >"$1/etc/machine-id"
	echo "$2" >"$1/etc/hostname"
	printf '127.0.0.1 localhost\n127.0.1.1 %s.example %s\n' "$2" "$2" >"$1/etc/hosts"
	rm -f "$1/etc/resolv.conf" "$1/.dockerenv"
	echo 'nameserver 192.0.2.1' >"$1/etc/resolv.conf"
	shift 2
	for sys_unit in "$@" getty@tty1.service systemd-networkd-wait-online.service NetworkManager-wait-online.service systemd-timesyncd.service \
		apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer; do
		ln -sf /dev/null "$sys_root/etc/systemd/system/$sys_unit"
	done
	rm -f "$sys_root"/etc/systemd/system/*.wants/NetworkManager* "$sys_root"/etc/systemd/system/*.wants/systemd-networkd* \
		"$sys_root"/etc/systemd/system/dbus-org.freedesktop.N* "$sys_root"/etc/systemd/system/dbus-org.freedesktop.network1.service
}
