# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: IP injection under systemd, in the sandbox of the daemon's unit, into ifupdown, systemd-networkd, netplan and NetworkManager of Debian
# drivers: both
# root: given
# modules: hv_netvsc af_packet ipv6 autofs4
# host: -device kvp -device net
# append: systemd.show_status=1 systemd.firstboot=no
# mem: 1G
# timeout: 300

# Its caller names the system in RIG_SYSTEM (tests/daemons/systemd.sh).

guest() {
	check "systemd is up" wait_for 120 unit_active multi-user.target
	check "udev has started the daemon, and the host agrees" wait_for 60 unit_serves kvp || { unit_said hv-kvp-daemon; return 0; }
	addresses
}

has_address() { /sbin/ip -o addr show dev "$dev" | grep -q -F " $1 "; }
gone() { ! has_address "$1"; }
answers() { printf '%s\n' "$SVC_OUT" | sed -n "s/^$1 //p"; }
default_route() { /sbin/ip route show default dev "$dev" | grep -q -F "via $1 "; }

# manager NAME NUMBER FILE: injection into what manages the network now
manager() {
	svc kvp setip "$id" 3 0 "\"10.77.0.$2;10.77.0.1$2;fd77::$2\"" '"255.255.255.0;255.255.255.0;64"' '"10.77.0.1;fd77::1"' '"10.77.0.1;fd77::1"'
	svc_is 0 "$1: two addresses of IPv4 and one of IPv6, gateways, name servers"; [ "$SVC_STATUS" = 0 ] || unit_said hv-kvp-daemon
	for a in "10.77.0.$2/24" "10.77.0.1$2/24" "fd77::$2/64"; do
		check "$1: the interface has $a" wait_for 20 has_address "$a"
	done
	check "$1: and the route" wait_for 10 default_route 10.77.0.1
	check "$1: the host is reached" wait_for 10 net_answers
	check "$1: it is in $3" grep -q -F "10.77.0.1$2" "$3"
	svc kvp getip "$id" 3
	like "$(answers addresses)" "*10.77.0.$2*" "$1: the host reads the address"
	is "$(answers dhcp)" 0 "$1: and that it is static"
	svc kvp setip "$id" 1 1 '""' '""' '""' '""'
	svc_is 0 "$1: DHCP"; [ "$SVC_STATUS" = 0 ] || unit_said hv-kvp-daemon
	check "$1: the former address goes" wait_for 20 gone "10.77.0.1$2/24"
	check "$1: one comes by DHCP" wait_for 20 dynamic
	svc kvp getip "$id" 1
	is "$(answers dhcp)" 1 "$1: the host reads that it is DHCP"
}
dynamic() { /sbin/ip -4 -o addr show dev "$dev" | grep -q 'inet 10\.77\.0\.'; }
forget() {
	/sbin/ip addr flush dev "$dev"
	/sbin/ip link set "$dev" down
	rm -f "$1"
}

addresses() {
	check "the interface is there" wait_for 20 have_nic 0 || return 0
	dev=$(nic 0)
	read -r id <"/sys/class/net/$dev/device/device_id"

	mkdir -p /etc/network/interfaces.d
	manager ifupdown 21 "/etc/network/interfaces.d/hyperv-$dev"
	/sbin/ifdown --force "$dev" >/dev/null 2>&1
	forget "/etc/network/interfaces.d/hyperv-$dev"

	systemctl start systemd-networkd
	manager networkd 31 "/etc/systemd/network/05-hyperv-$dev.network"
	forget "/etc/systemd/network/05-hyperv-$dev.network"

	printf 'network:\n  version: 2\n  renderer: networkd\n' >/etc/netplan/01-all.yaml
	chmod 600 /etc/netplan/01-all.yaml
	manager netplan 41 "/etc/netplan/90-hyperv-$dev.yaml"
	forget "/etc/netplan/90-hyperv-$dev.yaml"
	rm -f /etc/netplan/01-all.yaml /run/systemd/network/*netplan*
	systemctl stop systemd-networkd.socket systemd-networkd

	systemctl start NetworkManager
	check "NetworkManager takes the interface" wait_for 30 nm_has
	manager NetworkManager 51 "/etc/NetworkManager/system-connections/hyperv-$dev.nmconnection"
	systemctl stop NetworkManager
	is "$(unit_restarts kvp)" 0 "the daemon has not died of it"
}
nm_has() { nmcli -t -f DEVICE,STATE device | grep -q "^$dev:[cd]"; }
