#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The life of the daemons' packages: those of the distribution give way and can come
# back, services are restarted, with systemd and with init scripts, DEB and RPM.
#
# usage: daemonlife.sh
#
# In a root directory of Debian 12 (chroot.sh). Nothing runs as process 1 there: what
# the packages ask of systemctl, udevadm and chkconfig is written down. The daemons of
# the distribution are a stand-in with Debian's files and habits; that ours serve a
# host, and alone, is for the scenarios.

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
suite=daemonlife
W=$TOP/build/daemonlife
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"

[ $# -eq 0 ] || { echo "usage: daemonlife.sh" >&2; exit 2; }
if [ -z "${LIFE_CHROOT:-}" ]; then
	needs dpkg-buildpackage dh rpm rpmbuild
	c=$("$HERE/chroot.sh" bookworm) || { echo "not ok $suite: no root directory"; exit 1; }
	rm -rf "$W"
	mkdir -p "$W/pkg" || exit 1
	LIFE_CHROOT=$c exec unshare -m sh "$0"
fi

mount --make-rprivate / || exit 1
# For new_system, which brings a kernel of the matrix along.
kernel_of 6.1
version=$(sed 1q "$TOP/VERSION")
files='usr/sbin/hv_kvp_daemon usr/sbin/hv_vss_daemon usr/sbin/hv_fcopy_daemon
usr/libexec/hypervkvpd/hv_get_dns_info usr/libexec/hypervkvpd/hv_get_dhcp_info'

# both_of VERSION FILE: packages of the daemons, as FILE.deb and FILE.rpm
both_of() {
	rm -rf "$W/tree"
	"$TOP/packaging/stage.sh" "$W/tree" >/dev/null || return 1
	chmod -R u+w "$W/tree"
	echo "$1" >"$W/tree/VERSION"
	sed -i "1s/(.*)/($1-1)/" "$W/tree/packaging/debian/changelog"
	sh "$W/tree/packaging/deb.sh" -n "$W/deb" && mv "$W/deb"/hyperv-guest-daemons_*.deb "$W/pkg/$2.deb" &&
		sh "$W/tree/packaging/rpm.sh" "$W/rpm" && mv "$W/rpm"/hyperv-guest-daemons-*.rpm "$W/pkg/$2.rpm" || return 1
	rm -rf "$W/deb" "$W/rpm" "$W/tree"
}

# Debian's set, with what Debian 11 does: the names of units that go are masked, the
# links that start them stay, and so do the init scripts.
# Debian 13 has units and rules below /usr/lib: distribution_deb [usr/]
distribution_deb() {
	d=$W/distribution
	l=$d/${1:-}lib
	rm -rf "$d"
	mkdir -p "$d/DEBIAN" "$l/systemd/system" "$l/udev/rules.d" "$d/etc/init.d"
	for f in $files; do
		mkdir -p "$d/${f%/*}"
		printf '#!/bin/sh\necho of the distribution\n' >"$d/$f"
		chmod 755 "$d/$f"
	done
	for n in kvp vss fcopy; do
		printf '[Service]\nExecStart=/usr/sbin/hv_%s_daemon -n\n[Install]\nWantedBy=multi-user.target\n' $n \
			>"$l/systemd/system/hv-$n-daemon.service"
		printf '#!/bin/sh\necho of the distribution\n' >"$d/etc/init.d/hv-$n-daemon"
		chmod 755 "$d/etc/init.d/hv-$n-daemon"
		echo "/etc/init.d/hv-$n-daemon" >>"$d/DEBIAN/conffiles"
	done
	echo 'KERNEL=="vmbus/hv_kvp", TAG+="systemd"' >"$l/udev/rules.d/60-hyperv-daemons.rules"
	cat >"$d/DEBIAN/postinst" <<'EOT'
#!/bin/sh
set -e
for n in kvp vss fcopy; do
	deb-systemd-helper unmask hv-$n-daemon.service >/dev/null
	deb-systemd-helper enable hv-$n-daemon.service >/dev/null
done
EOT
	cat >"$d/DEBIAN/postrm" <<'EOT'
#!/bin/sh
set -e
[ "$1" = remove ] || exit 0
for n in kvp vss fcopy; do
	deb-systemd-helper mask hv-$n-daemon.service >/dev/null
	chmod -x /etc/init.d/hv-$n-daemon
done
EOT
	make_deb hyperv-daemons 6.1.0-1 "$d"
}

distribution_rpm() {
	mkdir -p "$W/theirs"
	cat >"$W/theirs/spec" <<'EOT'
Name: hypervkvpd
Version: 0
Release: 1
Summary: for tests
License: none
BuildArch: noarch
%description
For tests.
%install
mkdir -p %{buildroot}/usr/sbin %{buildroot}/usr/libexec/hypervkvpd
echo of the distribution >%{buildroot}/usr/sbin/hypervkvpd
echo of the distribution >%{buildroot}/usr/libexec/hypervkvpd/hv_get_dns_info
%files
/usr/sbin/hypervkvpd
/usr/libexec/hypervkvpd/hv_get_dns_info
EOT
	rpmbuild -bb --define "_topdir $W/theirs" "$W/theirs/spec" && mv "$W"/theirs/RPMS/noarch/*.rpm "$W/pkg/theirs.rpm"
}

check "the daemons' packages are built" both_of "$version" one
check "those of the next version" both_of "$version.1" two
check "a stand-in of Debian 13's" distribution_deb usr/
mv "$W"/pkg/hyperv-daemons_*.deb "$W/pkg/usr.deb"
check "a stand-in of Debian's" distribution_deb
check "a stand-in of RHEL's" distribution_rpm
new_system "$LIFE_CHROOT" || { echo "no system can be made of $LIFE_CHROOT"; exit 1; }
theirs=/pkg/hyperv-daemons_6.1.0-1_amd64.deb

for t in systemctl udevadm chkconfig; do
	rm -f "$R/usr/bin/$t"
	# shellcheck disable=SC2016 # for the script
	printf '#!/bin/sh\necho "${0##*/} $*" >>/calls\n' >"$R/usr/bin/$t"
	chmod 755 "$R/usr/bin/$t"
done
printf '#!/bin/sh\necho "${0##*/} $*" >>/calls\n' >"$R/usr/bin/initctl"
chmod 755 "$R/usr/bin/initctl"
# init_is systemd|sysv|upstart
init_is() {
	rm -rf "$R/run/systemd" "$R/sbin/init" "$R/usr/lib/systemd/systemd" "$R/sbin/init.test"
	mkdir -p "$R/usr/lib/systemd" "$R/etc/rc.d/init.d"
	if [ "$1" = systemd ]; then
		mkdir -p "$R/run/systemd/system"
		: >"$R/usr/lib/systemd/systemd"
		chmod 755 "$R/usr/lib/systemd/systemd"
		ln -s /usr/lib/systemd/systemd "$R/sbin/init"
	else
		printf '#!/bin/sh\n[ "${1:-}" != --version ] || echo "init (%s)"\n' "$1" >"$R/sbin/init"
		chmod 755 "$R/sbin/init"
	fi
}
anew() {
	: >"$R/calls"
}
called() {
	cat "$R/calls"
	grep -q -e "$1" "$R/calls"
}
not_called() {
	! called "$1"
}
# daemon_is VERSION|theirs: whose the programs and hooks are
daemon_is() {
	for f in $files; do
		[ -x "$R/$f" ] || { echo "there is no $f"; return 1; }
		case $1:$f in
		theirs:*) grep -q 'of the distribution' "$R/$f" || { echo "$f is ours"; return 1; } ;;
		*:usr/sbin/*)
			v=$(chroot "$R" "/$f" --version 2>&1)
			echo "$f: $v"
			case $v in *"$1") ;; *) return 1 ;; esac ;;
		*) ! grep -q 'of the distribution' "$R/$f" || { echo "$f is theirs"; return 1; } ;;
		esac
	done
}
# The names that both sets use: not masked, nothing starts them without a device.
way_is_clear() {
	for n in kvp vss fcopy; do
		u=hv-$n-daemon.service
		[ ! -L "$R/etc/systemd/system/$u" ] || { echo "$u is masked"; return 1; }
		[ ! -L "$R/etc/systemd/system/multi-user.target.wants/$u" ] || { echo "$u is wanted at boot"; return 1; }
	done
}
# whole theirs|VERSION: programs, units and rule are those, and none is missing
whole() {
	daemon_is "$1" || return 1
	for n in kvp vss fcopy; do
		[ -s "$R/usr/lib/systemd/system/hv-$n-daemon.service" ] || { echo "the unit of $n is missing"; return 1; }
	done
	set -- "$R"/usr/lib/udev/rules.d/*-hyperv*daemons.rules
	echo "$@"
	[ $# -eq 1 ] && [ -s "$1" ]
}
# dpkg_alone FILE: either refused, and nothing has changed, or all of it is there
dpkg_alone() {
	if run dpkg -i "$1"; then whole "$version"; else whole theirs; fi
}
each_called() {
	for n in kvp vss fcopy; do
		called "$(echo "$1" | sed "s/NAME/$n/")" || return 1
	done
}
none_left() {
	for f in $files; do
		[ ! -e "$R/$f" ] || { echo "$f is left"; return 1; }
	done
	! find "$R/etc/systemd" "$R/lib/systemd" "$R/lib/udev" "$R/etc/rc.d" "$R"/etc/rc?.d "$R/usr/lib/hyperv-guest" 2>/dev/null |
		grep -e 'hv[-_].*daemon' -e hyperv
}

# ---- DEB, systemd

init_is systemd
check "Debian's daemons are installed" install $theirs
check "the programs are theirs" daemon_is theirs
anew
check "deb: ours take their place" install /pkg/one.deb
check "deb: the programs are ours" daemon_is "$version"
check "deb: Debian's are not installed any more" sh -c "! chroot '$R' dpkg-query -W -f '\${Status}' hyperv-daemons | grep ' installed'"
check "deb: one rule of udev starts them" test "$(find "$R/lib/udev/rules.d" "$R/usr/lib/udev/rules.d" -name '*hyperv*' -exec readlink -f {} + | sort -u | wc -l)" -eq 1
check "deb: their units can start" way_is_clear
check "deb: systemd reads them" called '^systemctl daemon-reload'
check "deb: what runs is restarted" each_called '^systemctl try-restart hv-NAME-daemon.service'
check "deb: nothing is started or enabled without a device" not_called '^systemctl \(start\|enable\|restart\)'
anew
check "deb: an upgrade" install /pkg/two.deb
check "deb: the programs are the new ones" daemon_is "$version.1"
check "deb: what runs is restarted once" test "$(grep -c 'try-restart hv-kvp' "$R/calls")" -eq 1
check "deb: it is not stopped before" not_called '^systemctl stop'
anew
check "deb: ours are removed" run apt-get -y remove hyperv-guest-daemons
check "deb: they are stopped" each_called '^systemctl stop hv-NAME-daemon.service'
check "deb: the command that brings Debian's back is printed" said 'apt-get install hyperv-daemons'
check "deb: nothing of ours is left" none_left
check "deb: Debian's come back" install $theirs
check "deb: the programs are theirs" daemon_is theirs
check "deb: ours once more" install /pkg/two.deb
check "deb: purged" run apt-get -y purge hyperv-guest-daemons hyperv-daemons
check "deb: nothing is left" none_left

# ---- DEB, without apt and in the other directory

for theirs in /pkg/usr.deb $theirs; do
	check "deb: Debian's, ${theirs#/pkg/}, are installed" install $theirs
	check "deb: dpkg alone makes no mixture" dpkg_alone /pkg/one.deb
	check "deb: apt makes ours take their place" install /pkg/one.deb
	check "deb: all of ours is there" whole "$version"
	check "deb: purged" run apt-get -y purge hyperv-guest-daemons hyperv-daemons
	check "deb: nothing is left" none_left
done

# ---- DEB, upstart

mkdir -p "$R/etc/init"
init_is upstart
anew
check "deb, upstart: installed" install /pkg/one.deb
check "deb, upstart: there are jobs" each_called '^initctl stop hv-NAME-daemon'
check "deb, upstart: no links for the runlevels" sh -c "! ls '$R'/etc/rc2.d/*hv-*-daemon"
anew
check "deb, upstart: purged" run apt-get -y purge hyperv-guest-daemons
check "deb, upstart: the jobs are stopped" each_called '^initctl stop hv-NAME-daemon'
check "deb, upstart: nothing is left" none_left
check "deb, upstart: no job, either" sh -c "! ls '$R'/etc/init/hv-*"
rmdir "$R/etc/init"

# ---- DEB, init scripts

init_is sysv
anew
rm "$R/usr/bin/chkconfig"
check "deb, init scripts: installed" install /pkg/one.deb
check "deb, init scripts: systemctl is not asked" not_called systemctl
check "deb, init scripts: there are links for the runlevels" sh -c "ls '$R'/etc/rc2.d/S??hv-kvp-daemon '$R'/etc/rc0.d/K??hv-vss-daemon"
run /etc/init.d/hv-kvp-daemon status
check "deb, init scripts: a status is told" said 'does not run'
check "deb, init scripts: removed" run apt-get -y remove hyperv-guest-daemons
check "deb, init scripts: installed again" install /pkg/one.deb
check "deb, init scripts: they can run" test -x "$R/etc/init.d/hv-kvp-daemon"
check "deb, init scripts: purged" run apt-get -y purge hyperv-guest-daemons
check "deb, init scripts: nothing is left" none_left

# ---- RPM

printf '#!/bin/sh\necho "${0##*/} $*" >>/calls\n' >"$R/usr/bin/chkconfig"
chmod 755 "$R/usr/bin/chkconfig"
init_is systemd
check "rpm: RHEL's daemon is installed" rpm_do -i "$W/pkg/theirs.rpm"
check "rpm: which can be asked for" env HOME=/tmp rpm --root "$R" -q hypervkvpd
anew
check "rpm: ours take its place" rpm_do -U "$W/pkg/one.rpm"
check "rpm: RHEL's is not installed any more" sh -c "! HOME=/tmp rpm --root '$R' -q hypervkvpd"
check "rpm: nor its program there" test ! -e "$R/usr/sbin/hypervkvpd"
check "rpm: the programs are ours" daemon_is "$version"
check "rpm: its files are unchanged" rpm_do -V hyperv-guest-daemons
check "rpm: what runs is restarted" each_called '^systemctl try-restart hv-NAME-daemon.service'
check "rpm: no init script is enabled where systemd is" not_called chkconfig
anew
check "rpm: an upgrade" rpm_do -U "$W/pkg/two.rpm"
check "rpm: the programs are the new ones" daemon_is "$version.1"
check "rpm: what runs is restarted" each_called '^systemctl try-restart hv-NAME-daemon.service'
check "rpm: and not stopped by the old package" not_called '^systemctl stop'
anew
check "rpm: removed" rpm_do -e hyperv-guest-daemons
check "rpm: they are stopped" each_called '^systemctl stop hv-NAME-daemon.service'
check "rpm: the command that brings RHEL's back is printed" said 'yum install hyperv-daemons'
check "rpm: nothing of ours is left" none_left
check "rpm: RHEL's comes back" rpm_do -i "$W/pkg/theirs.rpm"
check "rpm: and goes" rpm_do -e hypervkvpd

init_is sysv
anew
check "rpm, init scripts: installed" rpm_do -i "$W/pkg/one.rpm"
check "rpm, init scripts: they are enabled" each_called '^chkconfig --add hv_NAME_daemon'
check "rpm, init scripts: systemctl is not asked" not_called systemctl
check "rpm, init scripts: removed" rpm_do -e hyperv-guest-daemons
check "rpm, init scripts: they are disabled" each_called '^chkconfig --del hv_NAME_daemon'
check "rpm, init scripts: nothing is left" none_left

verdict "$W/theirs" "$W/distribution"
