#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Start, restart and stop the daemons, whatever starts services on this system.
#
# usage: daemons.sh init        which is that? systemd, upstart, sysv, or none in a root
#                               directory that is no system yet
#        daemons.sh installed   their files are there, for the first time or anew
#        daemons.sh remove      their files are about to go
#
# The exit code of installed and remove is 0: a daemon that does not start is no reason
# to leave a package half installed. "hyperv-guest doctor" tells what is wrong.

set -u
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
export PATH
names='kvp vss fcopy'

usage() {
	sed -n 's/^# usage: /usage: /p; s/^#        daemons/       daemons/p' "$0" >&2
	exit 2
}

init_of() {
	case $(readlink -f /sbin/init 2>/dev/null) in
	'') echo none ;;
	*/systemd) echo systemd ;;
	*)
		if [ -d /etc/init ] && /sbin/init --version 2>/dev/null | grep -i upstart >/dev/null &&
		   [ ! -e /etc/redhat-release ]; then
			echo upstart
		elif [ -x /sbin/init ]; then
			echo sysv
		else
			echo none
		fi ;;
	esac
}

# script NAME: its script, called as Debian's is or as RHEL's
script() {
	for s in "/etc/init.d/hv-$1-daemon" "/etc/init.d/hv_$1_daemon" "/etc/rc.d/init.d/hv_$1_daemon"; do
		[ -x "$s" ] && echo "$s" && return
	done
}

# The distribution's own set may have been here: Debian 11 masks the names of units
# that it removes, and leaves the links that have them started without a device.
clear_the_way() {
	for n in $names; do
		u=hv-$n-daemon.service
		[ ! -L "/etc/systemd/system/multi-user.target.wants/$u" ] || rm -f "/etc/systemd/system/multi-user.target.wants/$u"
		if command -v deb-systemd-helper >/dev/null 2>&1; then
			deb-systemd-helper unmask "$u" >/dev/null 2>&1
		fi
	done
}

do_installed() {
	clear_the_way
	case $(init_of) in
	systemd)
		[ -d /run/systemd/system ] || return 0
		systemctl daemon-reload
		udevadm control --reload
		for n in $names; do
			systemctl try-restart "hv-$n-daemon.service"
		done
		# What does not run is started as at boot: when its device appears.
		for d in /sys/class/misc/vmbus\!hv_*; do
			[ ! -e "$d" ] || udevadm trigger --action=add "$d"
		done ;;
	upstart)
		for n in $names; do
			[ -e "/etc/init/hv-$n-daemon.conf" ] || continue
			initctl stop "hv-$n-daemon" >/dev/null 2>&1
			[ ! -e "/dev/vmbus/hv_$n" ] || initctl start "hv-$n-daemon"
		done ;;
	sysv)
		for n in $names; do
			s=$(script "$n")
			[ -n "$s" ] || continue
			if command -v chkconfig >/dev/null 2>&1; then
				chkconfig --add "${s##*/}"
			elif command -v update-rc.d >/dev/null 2>&1; then
				update-rc.d "${s##*/}" defaults >/dev/null
			fi
			# A start of what runs is nothing, off Hyper-V it is nothing, too.
			"$s" try-restart
			"$s" start
		done ;;
	esac
}

do_remove() {
	case $(init_of) in
	systemd)
		[ -d /run/systemd/system ] || return 0
		for n in $names; do
			systemctl stop "hv-$n-daemon.service"
		done ;;
	upstart)
		for n in $names; do
			initctl stop "hv-$n-daemon" >/dev/null 2>&1
		done ;;
	sysv)
		for n in $names; do
			s=$(script "$n")
			[ -n "$s" ] || continue
			"$s" stop
			if command -v chkconfig >/dev/null 2>&1; then
				chkconfig --del "${s##*/}"
			elif command -v update-rc.d >/dev/null 2>&1; then
				update-rc.d -f "${s##*/}" remove >/dev/null
			fi
		done ;;
	esac
	return 0
}

[ $# -eq 1 ] || usage
case $1 in
init) init_of ;;
installed|remove) "do_$1" || : ;;
*) usage ;;
esac
exit 0
