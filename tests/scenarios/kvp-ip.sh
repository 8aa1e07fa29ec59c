# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the host gives a NIC addresses of both families, gateway and name servers, then DHCP; what cannot be done leaves what was
# drivers: both
# daemons: yes
# modules: hv_netvsc af_packet ipv6
# host: -device kvp -device net
# timeout: 90

# The guest's manager of networks is ifupdown, in the shape that busybox has.
manager() {
	mkdir -p /etc/network/interfaces.d /etc/network/if-up.d /etc/network/if-down.d \
		/etc/network/if-pre-up.d /etc/network/if-post-down.d /var/run /etc/udhcpc
	for p in ifup ifdown; do
		rm -f "/bin/$p"
		cat >"/sbin/$p" <<-EOT
			#!/bin/sh
			[ "\$1" != --force ] || { shift; set -- -f "\$@"; }
			[ ! -e /tmp/refuse ] || exit 1
			exec /bin/busybox $p "\$@"
		EOT
		chmod 755 "/sbin/$p"
	done
	cat >/etc/udhcpc/default.script <<-'EOT'
		#!/bin/sh
		[ "$1" = bound ] || exit 0
		ip addr add "$ip/${mask:-24}" dev "$interface"
	EOT
	chmod 755 /etc/udhcpc/default.script
	printf 'source-directory /etc/network/interfaces.d\nauto lo\niface lo inet loopback\n' >/etc/network/interfaces
	echo 'nameserver 192.0.2.1' >/etc/resolv.conf
}

has_address() { ip addr show dev "$dev" | grep -q -F " $1 "; }
gone() { ! has_address "$1"; }

# answers FIELD: of the host's question what the adapter has
answers() { printf '%s\n' "$SVC_OUT" | sed -n "s/^$1 //p"; }

guest() {
	check "the interface appears" wait_for 20 have_nic 0 || return 0
	dev=$(nic 0)
	ip link set lo up
	id=$(cat "/sys/class/net/$dev/device/device_id")
	echo 0 >"/proc/sys/net/ipv6/conf/$dev/accept_dad"
	manager
	check "the daemon starts" daemon_start ours kvp || return 0

	svc kvp setip "$id" 1 0 10.77.0.55 255.255.255.0 10.77.0.1 '"10.77.0.1;10.77.0.2"'
	svc_is 0 "an address of IPv4, a gateway and two name servers"
	check "the interface has it" has_address 10.77.0.55/24
	check "the host is reached with it" wait_for 10 net_answers
	like "$(ip route | tr '\n' ' ')" "*default via 10.77.0.1 dev $dev*" "the gateway is in force"
	is "$(grep -c '^nameserver 10.77.0.[12]$' /etc/resolv.conf)" 2 "and the name servers"
	svc kvp getip "$id" 1
	svc_is 0 "the host asks for it"
	like "$(answers addresses)" "*10.77.0.55*" "and reads the address"
	like "$(answers gateways)" "*10.77.0.1*" "and the gateway"
	is "$(answers dhcp)" 0 "and that it is static"

	svc kvp setip "$id" 3 0 '"10.77.0.60;10.77.0.61;fd77::60"' '"255.255.255.0;255.255.255.0;64"' '"10.77.0.1;fd77::1"' '"10.77.0.1;fd77::1"'
	svc_is 0 "several addresses of both families"
	for a in 10.77.0.60/24 10.77.0.61/24 fd77::60/64; do
		check "the interface has $a" wait_for 5 has_address $a
	done
	check "the former is gone" gone 10.77.0.55/24
	check "the former file is kept" grep -r -q 10.77.0.55 /var/lib/hyperv/previous

	: >/tmp/refuse
	svc kvp setip "$id" 1 0 10.77.0.99 255.255.255.0 10.77.0.1 10.77.0.1
	check "the manager refuses: the host hears of it" test "$SVC_STATUS" != 0
	rm /tmp/refuse
	check "and the file is as before" grep -q 10.77.0.60 "/etc/network/interfaces.d/hyperv-$dev"
	# shellcheck disable=SC2016 # not for this shell
	for bad in '"10.77.0.1; reboot"' '"$(reboot)"' 10.77.0 999.1.1.1; do
		svc kvp setip "$id" 1 0 "$bad" 255.255.255.0 10.77.0.1 10.77.0.1
		check "$bad is no address" test "$SVC_STATUS" != 0
	done
	svc kvp setip '{00000000-0000-0000-0000-000000000000}' 1 0 10.77.0.7 255.255.255.0 10.77.0.1 10.77.0.1
	check "an adapter that is not there" test "$SVC_STATUS" != 0

	svc kvp setip "$id" 1 1 '""' '""' '""' '""'
	svc_is 0 "DHCP"
	like "$(ip addr show dev "$dev" | sed -n 's/^ *inet \([^ ]*\).*/\1/p' | tr '\n' ' ')" "10.77.0.*" "the interface has an address by DHCP"
	svc kvp getip "$id" 1
	is "$(answers dhcp)" 1 "the host reads that it is DHCP"
	check "the host is reached" wait_for 10 net_answers
	while read -r line; do diag "$line"; done </tmp/kvp.log
	daemon_kill kvp TERM
}
