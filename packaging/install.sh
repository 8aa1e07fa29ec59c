#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Copy the files of hyperv-guest-dkms below a root directory.
#
# usage: install.sh [-s] LAYOUT DESTDIR      LAYOUT: deb (Debian, Ubuntu), rpm (RHEL, SUSE)
#        install.sh [-s] -l LAYOUT           list the files that are not below /usr/src
#   -s: also what builds without DKMS, which the Debian package requires

set -eu
umask 022
list='' self=''
[ "${1:-}" != -s ] || { self=y; shift; }
[ "${1:-}" != -l ] || { list=y; shift; set -- "$@" /nowhere; }
[ $# -eq 2 ] || { echo "usage: install.sh [-s] [-l] deb|rpm [DESTDIR]" >&2; exit 2; }
layout=$1 dest=$2
# systemd of each release looks there, also where /lib is another directory.
unitdir=/usr/lib/systemd/system
cd "$(dirname "$0")/.."
version=$(sed 1q VERSION)

# put MODE FROM TO
put() {
	if [ -n "$list" ]; then
		echo "$3"
		return
	fi
	mkdir -p "$dest${3%/*}"
	cp "$2" "$dest$3.hg-new"
	chmod "$1" "$dest$3.hg-new"
	mv -f "$dest$3.hg-new" "$dest$3"
}

# service NAME: that unit, wanted at boot
service() {
	put 644 "packaging/systemd/$1.service" "$unitdir/$1.service"
	w=$unitdir/multi-user.target.wants
	if [ -n "$list" ]; then
		echo "$w/$1.service"
	else
		mkdir -p "$dest$w"
		ln -sf "../$1.service" "$dest$w/$1.service"
	fi
}

case $layout in
deb) modprobe=/lib/modprobe.d ;;
rpm) modprobe=/etc/modprobe.d ;;
*) echo "install.sh: the layout is deb or rpm, not '$layout'" >&2; exit 2 ;;
esac

if [ -z "$list" ]; then
	mkdir -p "$dest/usr/src/hyperv-guest-$version"
	# Objects of an earlier build do not belong there.
	tar cf - --exclude='*.o' --exclude='*.ko' --exclude='.*.cmd' \
		Makefile VERSION COPYING dkms.conf dkms compat src |
		(cd "$dest/usr/src/hyperv-guest-$version" && tar xf -)
	find "$dest/usr/src/hyperv-guest-$version" -type d -exec chmod 755 {} +
	find "$dest/usr/src/hyperv-guest-$version" -type f ! -perm -100 -exec chmod 644 {} +
	find "$dest/usr/src/hyperv-guest-$version" -type f -perm -100 -exec chmod 755 {} +
fi
put 755 dkms/kernel.sh /usr/lib/hyperv-guest/kernel.sh
put 644 dkms/modules.tsv /usr/lib/hyperv-guest/modules.tsv
put 755 packaging/setup.sh /usr/lib/hyperv-guest/setup.sh
put 644 packaging/modprobe/hyperv-guest.conf $modprobe/hyperv-guest.conf
put 755 packaging/kernel/postinst /etc/kernel/postinst.d/zy-hyperv-guest
put 755 packaging/kernel/postrm /etc/kernel/postrm.d/zy-hyperv-guest
put 755 packaging/dracut/module-setup.sh /usr/lib/dracut/modules.d/99hyperv-guest/module-setup.sh
service hyperv-guest-settle
if [ "$layout" = deb ]; then
	put 755 packaging/kernel/postinst /etc/kernel/header_postinst.d/zy-hyperv-guest
	put 755 packaging/initramfs-tools/zz-hyperv-guest /usr/share/initramfs-tools/hooks/zz-hyperv-guest
	if [ -n "$self" ]; then
		put 755 packaging/kernel/rebuild /etc/kernel/postinst.d/hyperv-guest
		put 755 packaging/kernel/rebuild /etc/kernel/header_postinst.d/hyperv-guest
	fi
else
	put 755 packaging/kernel/rebuild /etc/kernel/postinst.d/hyperv-guest
	put 644 packaging/dracut/hyperv-guest.conf /etc/dracut.conf.d/hyperv-guest.conf
	put 755 packaging/kernel/install.d /usr/lib/kernel/install.d/95-hyperv-guest.install
	put 755 packaging/hyperv-guest-build.init /etc/rc.d/init.d/hyperv-guest-build
	service hyperv-guest-build
fi
