#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The part of sandbox.sh that runs in the system with systemd.

set -u
LC_ALL=C
export LC_ALL
bb=/usr/local/bin/busybox

check() {
	what=$1
	shift
	if "$@" >/tmp/last 2>&1; then
		echo "ok $what"
	else
		echo "not ok $what"
		tail -n 5 /tmp/last | sed 's/^/# /'
		return 1
	fi
}
is() {
	if [ "$1" = "$2" ]; then
		echo "ok $3"
	else
		echo "not ok $3"
		echo "# got '$1', want '$2'"
		return 1
	fi
}
wait_for() {
	tries=$(($1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.1
	done
}
said() { journalctl -q -b --no-pager -o cat -n "${2:-6}" -u "$1" | sed 's/^/# /'; }
answered() { [ "$(grep -c '^status' "/run/a-$q_service")" -gt "$q_before" ]; }
# ask SERVICE COMMAND...: the answer is in /tmp/answer, its status in $status
ask() {
	q_service=$1
	q_before=$(grep -c '^status' "/run/a-$1")
	q_lines=$(wc -l <"/run/a-$1")
	shift
	echo "$*" >"/run/q-$q_service"
	wait_for 45 answered
	tail -n +$((q_lines + 1)) "/run/a-$q_service" >/tmp/answer
	status=$(sed -n 's/^status //p' /tmp/answer)
}
field() { sed -n "s/^$1 //p" /tmp/answer; }
main_pid() { systemctl show -p MainPID --value "hv-$1-daemon"; }
status_of() { sed -n "s/^$2:[	 ]*//p" "/proc/$(main_pid "$1")/status"; }
answers() { ask "$1" wait; [ "$status" = 0 ]; }

up() { case $(systemctl is-system-running) in running|degraded) ;; *) return 1 ;; esac }
check "systemd is up" wait_for 60 up

for s in kvp vss fcopy; do
	mkfifo "/run/q-$s"
	: >"/run/a-$s"
	asker "/run/asker-$s" "$s" <>"/run/q-$s" >>"/run/a-$s" 2>&1 &
done
sleep 0.3
for s in kvp vss fcopy; do
	systemctl start "hv-$s-daemon"
	ask "$s" wait
	is "$status" 0 "$s: the unit's daemon registers" || said "hv-$s-daemon"
	is "$(status_of "$s" NoNewPrivs) $(status_of "$s" Seccomp)" "1 2" "$s: in its sandbox"
	echo "# $s: capabilities $(status_of "$s" CapBnd)"
done

ask kvp set key value
is "$status" 0 "kvp: a key is set" || said hv-kvp-daemon

# ---- IP injection: the peer of the interface is in a namespace of its own

ip link set lo up
# with an address that was given to it: netplan has those changed that are not
ip link add eth0 address 00:15:5d:77:00:10 type veth peer name up0
unshare -n sleep 100000 &
peer=$!
apart() { [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$peer/ns/net")" ]; }
wait_for 5 apart
there() { nsenter -t "$peer" -n "$@"; }
ip link set up0 netns "$peer"
there ip link set lo up
there ip addr add 10.77.0.1/24 dev up0
there ip -6 addr add fd77::1/64 dev up0 nodad
there ip link set up0 up
printf 'start 10.77.0.200\nend 10.77.0.250\ninterface up0\nlease_file /run/leases\noption subnet 255.255.255.0\noption router 10.77.0.1\n' >/run/udhcpd.conf
: >/run/leases
there $bb udhcpd -f /run/udhcpd.conf >/tmp/udhcpd.log 2>&1 &
mac=$(cat /sys/class/net/eth0/address)

has_address() { ip -o addr show dev eth0 | grep -q -F " $1 "; }
gone() { ! has_address "$1"; }
dynamic() { ip -4 -o addr show dev eth0 | grep -q 'inet 10\.77\.0\.2[0-5][0-9]/'; }
route() { ip route show default dev eth0 | grep -q -F 'via 10.77.0.1 '; }
lists() { ask kvp getip "$mac"; field addresses | grep -q -F "$1"; }

# inject MANAGER NUMBER FILE
inject() {
	check "$1: there is an interface" test -d /sys/class/net/eth0 || exit 1
	ask kvp setip "$mac" 3 0 "10.77.0.$2;10.77.0.1$2;fd77::$2" "255.255.255.0;255.255.255.0;64" "10.77.0.1;fd77::1" "10.77.0.1;fd77::1"
	is "$status" 0 "$1: two addresses of IPv4 and one of IPv6, gateways, name servers" || said hv-kvp-daemon
	# "done" means done
	check "$1: the interface has the first" has_address "10.77.0.$2/24"
	check "$1: and the second" has_address "10.77.0.1$2/24"
	check "$1: and that of IPv6" has_address "fd77::$2/64"
	check "$1: and the route" wait_for 5 route
	check "$1: the gateway is reached" wait_for 10 ping -c 1 -W 1 10.77.0.1
	check "$1: it is in $3" grep -q -F "10.77.0.1$2" "$3"
	check "$1: the host reads the address" lists "10.77.0.1$2"
	is "$(field dhcp)" 0 "$1: and that it is static"
	ask kvp setip "$mac" 1 1 - - - -
	is "$status" 0 "$1: DHCP" || said hv-kvp-daemon
	check "$1: an address comes by it" wait_for 20 dynamic
	check "$1: the former goes" wait_for 10 gone "10.77.0.1$2/24"
	ask kvp getip "$mac"
	is "$(field dhcp)" 1 "$1: the host reads that it is DHCP" || said hv-kvp-daemon
	ask kvp setip "$mac" 1 0 "10.77.0.999" 255.255.255.0 10.77.0.1 10.77.0.1
	check "$1: what is no address is refused" test "$status" != 0
}
# nothing of the manager before is left
forget() {
	ip addr flush dev eth0
	ip link set eth0 down
	rm -f "$@"
	rm -rf /var/lib/hyperv/previous
}

mkdir -p /run/network /etc/network/interfaces.d
inject ifupdown 21 /etc/network/interfaces.d/hyperv-eth0
ifdown --force eth0 >/dev/null 2>&1
forget /etc/network/interfaces.d/hyperv-eth0

systemctl start systemd-networkd
inject networkd 31 /etc/systemd/network/05-hyperv-eth0.network
forget /etc/systemd/network/05-hyperv-eth0.network
networkctl reload

# netplan wants to trigger events, which nobody takes here; the others would wait for
# them if they could see that /sys can be written to
mount -o remount,bind,rw /sys
systemctl restart hv-kvp-daemon
check "kvp: it works after a restart" answers kvp
printf 'network:\n  version: 2\n  renderer: networkd\n' >/etc/netplan/01-all.yaml
chmod 600 /etc/netplan/01-all.yaml
inject netplan 41 /etc/netplan/90-hyperv-eth0.yaml
# a file that comes before netplan's own: applied, and without effect
printf '[Match]\nName=eth0\n[Network]\nAddress=10.77.0.77/24\n' >/etc/systemd/network/01-other.network
ask kvp setip "$mac" 1 0 10.77.0.45 255.255.255.0 10.77.0.1 10.77.0.1
check "netplan: what does not arrive on the interface is no success" test "$status" != 0
forget /etc/netplan/90-hyperv-eth0.yaml /etc/netplan/01-all.yaml /run/systemd/network/* /etc/systemd/network/01-other.network
systemctl stop systemd-networkd.socket systemd-networkd
mount -o remount,bind,ro /sys

systemctl start NetworkManager
managed() { nmcli -t -f DEVICE,STATE device | grep -q '^eth0:[cd]'; }
nmcli device set eth0 managed yes >/dev/null
check "NetworkManager takes the interface" wait_for 10 managed
inject NetworkManager 51 /etc/NetworkManager/system-connections/hyperv-eth0.nmconnection
systemctl stop NetworkManager
is "$(systemctl show -p NRestarts --value hv-kvp-daemon)" 0 "kvp: the daemon lives"

# ---- file copy

for d in /var/tmp/in /etc/deep/er /srv/in /opt/in; do
	ask fcopy copy "$d/" file
	is "$status" 0 "fcopy: a file is copied to $d" || said hv-fcopy-daemon
	is "$(stat -c '%s %a %u' "$d/file" 2>/dev/null)" "6144 644 0" "fcopy: it is there"
done
ask fcopy copy /proc/sys/kernel/ core_pattern
check "fcopy: the kernel's settings are out of its reach" test "$status" != 0

# ---- backup: ext4, btrfs on a loop device on that where it can be had, vfat, read-only, bound, mounted twice

[ -s /run/loops ] || exit 0
while read -r name dev number; do
	mknod "/dev/disk-$name" b "${number%:*}" "${number#*:}"
	echo "# $name is $dev"
done </run/loops
mkdir -p /mnt/a /mnt/a2 /mnt/v /mnt/r /mnt/bound
mkfs.ext4 -q /dev/disk-a && mkfs.vfat /dev/disk-v >/dev/null && mkfs.ext4 -q /dev/disk-r || exit 1
check "vss: a file system" mount /dev/disk-a /mnt/a || exit 1
check "vss: mounted twice" mount /dev/disk-a /mnt/a2
check "vss: bound" mount --bind /mnt/a /mnt/bound
mount -t vfat /dev/disk-v /mnt/v 2>/dev/null || echo "# this kernel has no vfat"
check "vss: a read-only one" mount -o ro /dev/disk-r /mnt/r

# what a file system can refuse to a copy
echo precious >/mnt/a/fixed
if chattr +i /mnt/a/fixed; then
	ask fcopy copy /mnt/a/ fixed
	check "fcopy: an immutable file is not replaced" test "$status" != 0
	is "$(cat /mnt/a/fixed)" precious "fcopy: it is as it was"
	chattr -i /mnt/a/fixed
fi
dd if=/dev/zero of=/mnt/a/fill bs=64k >/dev/null 2>&1
dd if=/dev/zero of=/mnt/a/fill2 bs=1k >/dev/null 2>&1
ask fcopy copy /mnt/a/ late
is "$status" 0x80070070 "fcopy: a full disk is said so" || said hv-fcopy-daemon
rm -f /mnt/a/fill /mnt/a/fill2
is "$(find /mnt/a -mindepth 1 ! -path "*/lost+found*" | sed "s,.*/,,")" fixed "fcopy: nothing is left of either"

write_one() {
	rm -f /tmp/written
	(echo x >/mnt/a/mark && : >/tmp/written) >/dev/null 2>&1 &
}
thawed() { wait_for "$1" test -e /tmp/written; }
freeze() {
	systemctl reset-failed hv-vss-daemon 2>/dev/null
	ask vss freeze
	is "$status" 0 "vss: freeze $1" || said hv-vss-daemon
	write_one
	sleep 0.5
	check "vss: nothing is written $1" test ! -e /tmp/written
}

freeze "for a backup"
ask vss thaw
is "$status" 0 "vss: thaw"
check "vss: it can be written to" thawed 5

freeze "before the daemon is killed"
kill -KILL "$(main_pid vss)"
check "vss: the daemon is killed: its second process thaws" thawed 5 || said hv-vss-daemon 10
check "vss: systemd starts it anew" wait_for 20 answers vss

freeze "before all of the unit is killed"
systemctl kill -s KILL hv-vss-daemon
# the second process may have been faster, or is dead: then the next daemon finds it frozen
check "vss: all of them are killed: it is thawed nevertheless" thawed 30 || { said hv-vss-daemon 10; fsfreeze -u /mnt/a; }
check "vss: it works" wait_for 20 answers vss

freeze "before the unit is stopped"
systemctl stop hv-vss-daemon
check "vss: a stop thaws" thawed 5
systemctl start hv-vss-daemon
check "vss: started again" wait_for 20 answers vss
freeze "again"
ask vss thaw
is "$status" 0 "vss: thaw again"
check "vss: it can be written to at the end" thawed 5
umount /mnt/bound /mnt/a2 /mnt/a
exit 0
