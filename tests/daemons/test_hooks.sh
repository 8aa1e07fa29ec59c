#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The hooks in a root of each network manager: what is written, what is run,
# what is back after a failure.
#
# The programs of the managers are scripts in the root that note how they were
# called in its file "calls".

set -u
TOP=$(cd "$(dirname "$0")/../.." && pwd)
HOOKS=$TOP/daemons/hooks
R=$(mktemp -d) || exit 1
trap 'rm -rf "$R"' EXIT
HV_ROOT=$R
export HV_ROOT
n=0 failed=0

result() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n $2"
	else
		echo "not ok $n $2"
		failed=1
	fi
}

root() {
	rm -rf "$R"
	mkdir -p "$R/etc" "$R/usr/bin" "$R/usr/sbin" "$R/var/lib/hyperv"
	: >"$R/calls"
}

# program NAME [BODY]: BODY may use "$@"; without one it succeeds
program() {
	{
		echo "#!/bin/sh"
		echo "echo \"$1 \$*\" >>'$R/calls'"
		echo "${2:-exit 0}"
	} >"$R/usr/bin/$1"
	chmod 755 "$R/usr/bin/$1"
}

# file PATH: from standard input
file() {
	mkdir -p "$(dirname "$R/$1")"
	cat >"$R/$1"
}

static_config() {
	file var/lib/hyperv/ifcfg-eth0 <<'END'
HWADDR=00:15:5d:01:02:03
DEVICE=eth0
BOOTPROTO=none
IPADDR0=10.0.0.5
NETMASK0=255.255.255.0
IPADDR1=192.168.8.9
NETMASK1=255.255.252.0
IPV6ADDR=2001:db8::5
IPV6NETMASK=64
IPV6ADDR1=2001:db8::6
IPV6NETMASK1=64
GATEWAY=10.0.0.1
IPV6_DEFAULTGW=2001:db8::1
DNS1=10.0.0.2
DNS2=2001:db8::2
END
	file var/lib/hyperv/eth0.nmconnection <<'END'
[connection]
id=hyperv-eth0
END
}

dhcp_config() {
	file var/lib/hyperv/ifcfg-eth0 <<'END'
HWADDR=00:15:5d:01:02:03
DEVICE=eth0
BOOTPROTO=dhcp
END
}

set_ip() {
	sh "$HOOKS/hv_set_ifconfig" "$R/var/lib/hyperv/ifcfg-eth0" "$@" >"$R/out" 2>&1
}

has() {
	grep -qxF -e "$2" "$R/$1" && return 0
	echo "# $1 lacks: $2"
	sed 's/^/#   /' "$R/$1"
	return 1
}

lacks() {
	! grep -qF -e "$2" "$R/$1" && return 0
	echo "# $1 has: $2"
	sed 's/^/#   /' "$R/$1"
	return 1
}

mode() {
	[ "$(stat -c %a "$R/$1")" = "$2" ]
}

all() {
	rc=0
	for f in "$@"; do
		eval "$f" || rc=1
	done
	return "$rc"
}

# what the root holds but for notes and what was kept
listing() {
	(cd "$R" && find etc -type f | sort | xargs -r cksum)
}

networkmanager() {
	# shellcheck disable=SC2016 # the body of a script
	program nmcli 'case "$*" in
*RUNNING*) echo running ;;
*DEVICE,STATE*) printf "lo:unmanaged\neth0:connected\n" ;;
*GENERAL.CONNECTION*) echo "Wired one" ;;
*ipv4.method*) echo auto ;;
esac'
}

root; static_config; networkmanager
NM=etc/NetworkManager/system-connections/hyperv-eth0.nmconnection
set_ip "$R/var/lib/hyperv/eth0.nmconnection"
result $? "NetworkManager: configured"
cmp -s "$R/$NM" "$R/var/lib/hyperv/eth0.nmconnection" && mode $NM 600
result $? "NetworkManager: the keyfile is there, mode 0600"
has calls "nmcli connection load $R/$NM" && has calls "nmcli -w 20 connection up hyperv-eth0"
result $? "NetworkManager: loaded and brought up"
set_ip
all "has $NM address1=10.0.0.5/24" "has $NM address2=192.168.8.9/22" "has $NM gateway=10.0.0.1" \
	"has $NM 'dns=10.0.0.2;'" "has $NM address2=2001:db8::6/64"
result $? "NetworkManager: a keyfile of its own where none is given"
[ "$(sh "$HOOKS/hv_get_dhcp_info" eth0)" = Enabled ]
result $? "NetworkManager: DHCP is seen"

root; static_config; networkmanager
# shellcheck disable=SC2016
program nmcli 'case "$*" in *RUNNING*) echo running ;; *DEVICE,STATE*) echo "eth0:connected" ;; *" up "*) exit 4 ;; esac'
echo old | file $NM
set_ip && rc=1 || rc=0
[ "$rc" -eq 0 ] && has $NM old && has out "hv_set_ifconfig: networkmanager did not bring up eth0; its previous configuration is back"
result $? "NetworkManager: a failure is told, the previous file is back"

root; static_config
program netplan
echo "network: {}" | file etc/netplan/50-cloud-init.yaml
Y=etc/netplan/90-hyperv-eth0.yaml
set_ip
all "has calls 'netplan generate'" "has calls 'netplan apply'" "mode $Y 600" \
	"has $Y '    eth0:'" "has $Y '      dhcp4: false'" "has $Y '        - \"10.0.0.5/24\"'" \
	"has $Y '        - \"2001:db8::6/64\"'" "has $Y '          via: \"10.0.0.1\"'" \
	"has $Y '          via: \"2001:db8::1\"'" "has $Y '          - \"10.0.0.2\"'"
result $? "netplan: static addresses"
if command -v python3 >/dev/null && python3 -c 'import yaml' 2>/dev/null; then
	python3 - "$R/$Y" <<'END'
import sys, yaml
e = yaml.safe_load(open(sys.argv[1]))["network"]["ethernets"]["eth0"]
assert e["dhcp4"] is False
assert e["addresses"] == ["10.0.0.5/24", "192.168.8.9/22", "2001:db8::5/64", "2001:db8::6/64"]
assert [r["via"] for r in e["routes"]] == ["10.0.0.1", "2001:db8::1"]
assert e["nameservers"]["addresses"] == ["10.0.0.2", "2001:db8::2"]
END
	result $? "netplan: what a YAML parser reads"
else
	n=$((n + 1))
	echo "ok $n # SKIP no YAML parser for python3 here"
fi
dhcp_config
set_ip
all "has $Y '      dhcp4: true'" "lacks $Y 10.0.0.5" "lacks $Y routes"
result $? "netplan: DHCP replaces it"

root; static_config
program netplan 'exit 1'
echo "network: {}" | file etc/netplan/50-cloud-init.yaml
before=$(listing)
set_ip && rc=1 || rc=0
[ "$rc" -eq 0 ] && [ "$before" = "$(listing)" ]
result $? "netplan: what it refuses leaves no trace"

root; static_config
program systemctl; program networkctl
D=etc/systemd/network/05-hyperv-eth0.network
set_ip
all "has calls 'networkctl reload'" "has calls 'networkctl reconfigure eth0'" "has $D Name=eth0" \
	"has $D Address=192.168.8.9/22" "has $D Address=2001:db8::5/64" "has $D Gateway=10.0.0.1" \
	"has $D Gateway=2001:db8::1" "has $D DNS=2001:db8::2" "lacks $D DHCP"
result $? "systemd-networkd: static addresses"
dhcp_config; set_ip
all "has $D DHCP=ipv4" "lacks $D Address"
result $? "systemd-networkd: DHCP"
[ "$(sh "$HOOKS/hv_get_dhcp_info" eth0)" = Enabled ]
result $? "systemd-networkd: DHCP is seen"

root; static_config
program ifup; program ifdown
mkdir -p "$R/etc/sysconfig/network-scripts"
echo "CentOS release 6.10 (Final)" | file etc/redhat-release
echo "BOOTPROTO=dhcp" | file etc/sysconfig/network-scripts/ifcfg-eth0
[ "$(sh "$HOOKS/hv_get_dhcp_info" eth0)" = Enabled ]
result $? "RHEL 6: DHCP is seen"
I=etc/sysconfig/network-scripts/ifcfg-eth0
set_ip
all "has $I DEVICE=eth0" "has $I HWADDR=00:15:5d:01:02:03" "has $I BOOTPROTO=none" "has $I IPADDR=10.0.0.5" \
	"has $I NETMASK=255.255.255.0" "has $I IPADDR1=192.168.8.9" "has $I NETMASK1=255.255.252.0" \
	"has $I IPV6ADDR=2001:db8::5/64" "has $I 'IPV6ADDR_SECONDARIES=\"2001:db8::6/64\"'" \
	"has $I IPV6_DEFAULTGW=2001:db8::1" "has $I DNS2=2001:db8::2" "has $I ONBOOT=yes" \
	"has calls 'ifdown eth0'" "has calls 'ifup eth0'"
result $? "RHEL 6: static addresses"
has var/lib/hyperv/previous/eth0/_etc_sysconfig_network-scripts_ifcfg-eth0 BOOTPROTO=dhcp
result $? "RHEL 6: the previous file is kept"
[ "$(sh "$HOOKS/hv_get_dhcp_info" eth0)" = Disabled ]
result $? "RHEL 6: no DHCP is seen"

root; static_config
program ifup; program ifdown
mkdir -p "$R/etc/sysconfig/network-scripts"
echo "CentOS release 5.11 (Final)" | file etc/redhat-release
echo "IPADDR=1.1.1.1" | file etc/sysconfig/network-scripts/ifcfg-eth0:7
set_ip
all "has $I IPADDR=10.0.0.5" "lacks $I IPADDR1" "has $I:0 DEVICE=eth0:0" "has $I:0 IPADDR=192.168.8.9" \
	"[ ! -e '$R/$I:7' ]"
result $? "RHEL 5: further addresses are files of their own"
program ifup 'exit 1'
file var/lib/hyperv/ifcfg-eth0 <<'END'
DEVICE=eth0
BOOTPROTO=dhcp
END
before=$(listing)
set_ip && rc=1 || rc=0
[ "$rc" -eq 0 ] && [ "$before" = "$(listing)" ]
result $? "RHEL 5: all files are back after a failure"

root; static_config
program wicked; program netconfig
mkdir -p "$R/etc/sysconfig/network"
printf 'A=1\nNETCONFIG_DNS_STATIC_SERVERS=""\n' | file etc/sysconfig/network/config
W=etc/sysconfig/network/ifcfg-eth0
set_ip
all "has $W \"BOOTPROTO='static'\"" "has $W \"IPADDR='10.0.0.5/24'\"" "has $W \"IPADDR_1='192.168.8.9/22'\"" \
	"has $W \"IPADDR_3='2001:db8::6/64'\"" "has $W \"STARTMODE='auto'\"" \
	"has etc/sysconfig/network/ifroute-eth0 'default 10.0.0.1 - eth0'" \
	"has etc/sysconfig/network/config 'NETCONFIG_DNS_STATIC_SERVERS=\"10.0.0.2 2001:db8::2\"'" \
	"has etc/sysconfig/network/config A=1" "has calls 'wicked ifreload eth0'" "has calls 'netconfig update -f'"
result $? "SUSE, wicked: static addresses"
program wicked 'exit 1'
before=$(listing)
dhcp_config
set_ip && rc=1 || rc=0
[ "$rc" -eq 0 ] && [ "$before" = "$(listing)" ]
result $? "SUSE, wicked: all files are back after a failure"

root; static_config
program ifup; program ifdown
file etc/network/interfaces <<'END'
auto lo eth0
iface lo inet loopback
allow-hotplug eth0
iface eth0 inet dhcp
    mtu 1400
# a remark
iface eth00 inet static
    address 10.9.9.9
iface eth0 inet6 auto
END
cp "$R/etc/network/interfaces" "$R/interfaces.before"
echo "nameserver 9.9.9.9" | file etc/resolv.conf
[ "$(sh "$HOOKS/hv_get_dhcp_info" eth0)" = Enabled ]
result $? "ifupdown: DHCP is seen"
set_ip
U=etc/network/interfaces.d/hyperv-eth0
all "has $U 'auto eth0'" "has $U 'iface eth0 inet static'" "has $U '    address 10.0.0.5'" \
	"has $U '    netmask 255.255.255.0'" "has $U '    gateway 10.0.0.1'" "has $U 'iface eth0 inet6 static'" \
	"has $U '    address 2001:db8::6'" "[ \$(grep -c gateway '$R/$U') = 2 ]" \
	"has etc/network/interfaces 'auto lo'" "has etc/network/interfaces '# hyperv: iface eth0 inet dhcp'" \
	"has etc/network/interfaces '# hyperv:     mtu 1400'" "has etc/network/interfaces '# hyperv: allow-hotplug eth0'" \
	"has etc/network/interfaces 'iface eth00 inet static'" "has etc/network/interfaces '    address 10.9.9.9'" \
	"has etc/network/interfaces '# hyperv: iface eth0 inet6 auto'" \
	"has etc/network/interfaces 'source /etc/network/interfaces.d/*'" \
	"has etc/resolv.conf 'nameserver 10.0.0.2'" "lacks etc/resolv.conf 9.9.9.9"
result $? "ifupdown: static addresses, the old stanzas are remarks"
cp "$R/etc/network/interfaces" "$R/interfaces.once"
set_ip
cmp -s "$R/etc/network/interfaces" "$R/interfaces.once"
result $? "ifupdown: a second time changes nothing"
cp "$R/interfaces.before" "$R/etc/network/interfaces"
program ifup 'exit 1'
before=$(listing)
dhcp_config
set_ip && rc=1 || rc=0
[ "$rc" -eq 0 ] && [ "$before" = "$(listing)" ]
result $? "ifupdown: all files are back after a failure"

# an input that is not an address, a name that is none, nothing to do
root; program ifup; : | file etc/network/interfaces
bad=0
while read -r line; do
	printf 'DEVICE=eth0\nBOOTPROTO=none\nIPADDR0=10.0.0.1\nNETMASK0=24\n%s\n' "$line" | file var/lib/hyperv/ifcfg-eth0
	set_ip && { echo "# taken: $line"; bad=1; }
done <<'END'
IPADDR1=10.0.0.2
DNS1=$(reboot)
GATEWAY=10.0.0.1;reboot
DEVICE=../../etc
DEVICE=-a
IPADDR0=*
NETMASK0=255.0.255.0
NETMASK0=999
HWADDR=`id`
IPV6ADDR=zz::1/64
END
printf 'DEVICE=eth0\nBOOTPROTO=none\n' | file var/lib/hyperv/ifcfg-eth0
set_ip && bad=1
[ "$bad" -eq 0 ] && [ ! -s "$R/calls" ]
result $? "bad configurations are refused before anything is run"
rm -rf "$R/etc/network"; static_config
set_ip && rc=1 || rc=0
[ "$rc" -eq 0 ] && has out "hv_set_ifconfig: no network manager found that can be configured"
result $? "without a manager that is known it says so"

# older names of the file's lines
root; program ifup; program ifdown; mkdir -p "$R/etc/sysconfig/network-scripts"
printf 'IF_NAME="eth0"\nIPADDR=10.0.0.5\nNETMASK=255.255.255.128\nIPADDR_1=10.0.0.6\nNETMASK_1=255.0.0.0\n' |
	file var/lib/hyperv/ifcfg-eth0
set_ip
all "has $I IPADDR=10.0.0.5" "has $I NETMASK=255.255.255.128" "has $I IPADDR1=10.0.0.6" "has $I NETMASK1=255.0.0.0"
result $? "older names of the lines are read"

root
printf '# nameserver 1.1.1.1\nnameserver 10.0.0.2\nsearch a.b\nnameserver fe80::1%%eth0\nnameserver 10.0.0.2\n' |
	file etc/resolv.conf
[ "$(sh "$HOOKS/hv_get_dns_info" eth0 | tr '\n' ' ')" = "10.0.0.2 fe80::1 " ]
result $? "name servers of resolv.conf"
echo "nameserver 127.0.0.53" | file etc/resolv.conf
echo "nameserver 10.7.7.7" | file run/systemd/resolve/resolv.conf
program resolvectl 'echo "Link 2 (eth0): 10.0.0.3 2001:db8::3"'
[ "$(sh "$HOOKS/hv_get_dns_info" eth0 | tr '\n' ' ')" = "10.0.0.3 2001:db8::3 " ]
result $? "name servers of systemd-resolved, not its own address"
program resolvectl 'exit 1'
[ "$(sh "$HOOKS/hv_get_dns_info" eth0)" = 10.7.7.7 ]
result $? "name servers of systemd-resolved's file"
[ "$(sh "$HOOKS/hv_get_dhcp_info" eth0)" = Disabled ] && ! sh "$HOOKS/hv_get_dhcp_info" '../x' 2>/dev/null
result $? "no manager, no DHCP; a bad name is refused"

echo "1..$n"
[ "$failed" -eq 0 ]
