#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# hyperv-guest: what works, what is wrong and how to mend it, and a report.
#
# Plain POSIX sh: it must run in a rescue shell and on a RHEL 5. It changes nothing.

LC_ALL=C
export LC_ALL
version=unknown
PATH=$PATH:/usr/sbin:/sbin
export PATH

# One line for each kind of device:
# class id|short name|kind|module|words before the version in the kernel's log|daemons
kinds='0e0b6031-5213-4934-818b-38d90ced39db|shutdown|service|hv_utils|Shutdown IC version|
9527e630-d0ae-497b-adce-e80ab0175caf|timesync|service|hv_utils|TimeSync IC version|
57164f39-9115-4e78-ab55-382f3bd5422d|heartbeat|service|hv_utils|Heartbeat IC version|
a9a0f4e7-5a45-4d96-b827-8a841e8c03e6|kvp|service|hv_utils|KVP IC version|hv_kvp_daemon hypervkvpd
35fa2e29-ea23-4236-96ae-3a6ebacba440|vss|service|hv_utils|VSS IC version|hv_vss_daemon hypervvssd
34d14be3-dee4-41c8-9ae7-6b174977c192|fcopy|service|hv_utils|FCopy IC version|hv_fcopy_daemon hypervfcopyd hv_fcopy_uio_da
525074dc-8985-46e2-8057-a307dc18a502|memory|service|hv_balloon|Using Dynamic Memory protocol version|
ba6163d9-04a1-4d29-b605-72e2ffb1dc7f|scsi|device|hv_storvsc||
32412632-86cb-44a2-9b5c-50d1417354f5|ide|device|hv_storvsc||
2f9bcc4a-0069-4af3-b76b-6fd0be528cda|fc|device|hv_storvsc||
f8615163-df3e-46c5-913f-f2d2f965ed0e|net|device|hv_netvsc||
cfa8b69e-5b4a-4cc0-b98b-8ba1a1f3f95a|mouse|device|hid_hyperv||
f912ad6d-2b17-48ea-bd65-f927a61c7684|keyboard|device|hyperv_keyboard||
da0a7802-e377-4aac-8e77-0558eb1073f8|video|device|hyperv_fb||
44c4f61d-4444-4400-9d52-802e27ede19f|pci|device|pci_hyperv||'
all_modules='hv_vmbus hv_utils hv_storvsc hv_netvsc hv_balloon hid_hyperv hyperv_keyboard hyperv_fb hyperv_drm pci_hyperv hv_sock'

usage() {
	cat <<TEXT
usage: hyperv-guest status [--json]      one line for each service and device
       hyperv-guest doctor [--json]      what is wrong and the command that mends it;
                                         exit code 0: nothing, 1: something
       hyperv-guest report [--output FILE] [--json]
                                         one archive for a support case, values left out
       hyperv-guest --help | --version
  each takes --root DIR: look at the system below DIR.
TEXT
}

die() {
	echo "hyperv-guest: $*" >&2
	exit 2
}

# ---- what there is

# first_line FILE: its first line; nothing if it cannot be read
first_line() {
	[ -r "$1" ] && sed 1q "$1" 2>/dev/null
}

# The kernel's log of this boot, as far as it is still there.
kernel_log() {
	if [ -n "$root" ]; then
		cat "$root/var/log/dmesg" 2>/dev/null
		return
	fi
	{
		dmesg 2>/dev/null
		command -v journalctl >/dev/null 2>&1 && journalctl -k -b -o cat --no-pager -q 2>/dev/null
		cat /var/log/dmesg 2>/dev/null
	}
}

kernel() {
	if [ -n "$root" ]; then
		first_line "$root/proc/sys/kernel/osrelease"
	else
		uname -r
	fi
}

is_hyperv() {
	[ -d "$root/sys/bus/vmbus" ] && return 0
	[ "$(first_line "$root/sys/class/dmi/id/sys_vendor")" = "Microsoft Corporation" ] &&
		[ "$(first_line "$root/sys/class/dmi/id/product_name")" = "Virtual Machine" ]
}

# processes NAME...: how many processes have one of these names
processes() {
	n=0
	for p in "$root"/proc/[0-9]*/stat; do
		# no program for each: there may be thousands
		read -r c 2>/dev/null <"$p" || continue
		c=${c#*(}
		c=${c%) *}
		for want; do
			[ "$c" = "$want" ] && n=$((n + 1))
		done
	done
	echo "$n"
}

# loaded MODULE: our version number, "in-tree", or nothing when not loaded
loaded() {
	[ -d "$root/sys/module/$1" ] || return
	# Built in: a directory only for parameters, without a state.
	if [ ! -e "$root/sys/module/$1/initstate" ]; then
		echo built-in
		return
	fi
	v=$(first_line "$root/sys/module/$1/version")
	echo "${v:-in-tree}"
}

# module_file KERNEL MODULE: which file this kernel would load, by modules.dep
module_file() {
	base=$(echo "$2" | sed 's/[-_]/[-_]/g')
	sed -n "s,^\([^:]*/$base\.ko[.a-z]*\):.*,\1,p; s,^\($base\.ko[.a-z]*\):.*,\1,p" \
		"$root/lib/modules/$1/modules.dep" 2>/dev/null | sed 1q
}

# on_disk KERNEL MODULE: version of the file it would load, "in-tree", or nothing
on_disk() {
	f=$(module_file "$1" "$2")
	[ -n "$f" ] || return
	case $f in
	/*) ;;
	*) f=/lib/modules/$1/$f ;;
	esac
	v=$(modinfo -F version "$root$f" 2>/dev/null)
	echo "${v:-in-tree}"
}

# Version of the bus that was agreed on with the host.
bus_version() {
	echo "$log" | sed -n 's/.*Vmbus version:\([0-9.]*\).*/\1/p' | sed 1q
}

# guid NAME of a device in sysfs, of its class, without braces
class_of() {
	first_line "$root/sys/bus/vmbus/devices/$1/class_id" | tr -d '{}' | tr 'A-F' 'a-f'
}

driver_of() {
	t=$(readlink "$root/sys/bus/vmbus/devices/$1/driver" 2>/dev/null)
	echo "${t##*/}"
}

# Lines "kind short-name device driver version negotiated working", "-" for nothing.
# The version is of the module that is loaded.
collect() {
	for d in "$root"/sys/bus/vmbus/devices/*; do
		[ -r "$d/class_id" ] && echo "$(class_of "${d##*/}") ${d##*/}"
	done >"$tmp/devices"
	echo "$kinds" | while IFS='|' read -r class short kind module words daemons; do
		seen=
		while read -r c dev; do
			[ "$c" = "$class" ] || continue
			seen=y
			drv=$(driver_of "$dev")
			ver=
			[ -z "$drv" ] || ver=$(loaded "$module")
			neg=
			[ -z "$words" ] || neg=$(echo "$log" | sed -n "s/.*$words:* *\([0-9.]*\).*/\1/p" | sed -n '$p')
			work=yes
			if [ -z "$drv" ]; then
				work=no-driver
			elif [ "$(first_line "$root/sys/bus/vmbus/devices/$dev/state")" != 3 ]; then
				work=not-open
			elif [ -n "$daemons" ]; then
				# shellcheck disable=SC2086 # a list
				case $(processes $daemons) in
				0) work=no-daemon ;;
				esac
			fi
			echo "$kind $short $dev ${drv:--} ${ver:--} ${neg:--} $work"
		done <"$tmp/devices"
		if [ -z "$seen" ] && [ "$kind" = service ]; then
			echo "$kind $short - - - - not-offered"
		fi
	done
	while read -r c dev; do
		echo "$kinds" | grep "^$c|" >/dev/null && continue
		drv=$(driver_of "$dev")
		echo "device other $dev ${drv:--} - - $([ -n "$drv" ] && echo yes || echo no-driver)"
	done <"$tmp/devices"
}

json_text() {
	printf '%s' "$1" | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$/"/'
	[ -n "$1" ] || printf '""'
}

json_or_null() {
	case $1 in
	''|-) printf null ;;
	*) json_text "$1" ;;
	esac
}

# ---- status

status() {
	collect >"$tmp/lines"
	if [ -n "$json" ]; then
		printf '{"version": %s, "kernel": %s, "vmbus_version": %s, "vmbus_module": %s, "items": [' \
			"$(json_text "$version")" "$(json_text "$krel")" \
			"$(json_or_null "$(bus_version)")" "$(json_or_null "$(loaded hv_vmbus)")"
		sep=
		while read -r kind short dev drv ver neg work; do
			printf '%s\n  {"kind": "%s", "name": "%s", "device": %s, "offered": %s, "driver": %s, "version": %s, "negotiated": %s, "working": %s, "state": "%s"}' \
				"$sep" "$kind" "$short" "$(json_or_null "$dev")" \
				"$([ "$work" = not-offered ] && echo false || echo true)" \
				"$(json_or_null "$drv")" "$(json_or_null "$ver")" "$(json_or_null "$neg")" \
				"$([ "$work" = yes ] && echo true || echo false)" "$work"
			sep=,
		done <"$tmp/lines"
		printf '\n]}\n'
		return 0
	fi
	if ! is_hyperv; then
		echo "This is no Hyper-V guest."
		return 0
	fi
	v=$(loaded hv_vmbus)
	echo "kernel $krel, hv_vmbus ${v:-not loaded}, VMBus version $(bus_version | sed 's/^$/unknown/')"
	printf '%-10s %-8s %-16s %-9s %-10s %-12s %s\n' NAME OFFERED DRIVER VERSION NEGOTIATED WORKING DEVICE
	while read -r _ short dev drv ver neg work; do
		offered=yes
		[ "$work" = not-offered ] && offered=no
		printf '%-10s %-8s %-16s %-9s %-10s %-12s %s\n' "$short" "$offered" "$drv" "$ver" "$neg" "$work" "$dev"
	done <"$tmp/lines"
}

# ---- doctor

# problem ID TEXT COMMAND: each once
problem() {
	printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$tmp/problems"
}

has_apt() {
	[ -x "$root/usr/bin/apt-get" ]
}

# The command that installs what building for this kernel needs.
headers_command() {
	if has_apt; then
		echo "apt-get install linux-headers-$1"
	elif [ -x "$root/usr/bin/zypper" ]; then
		echo "zypper install kernel-default-devel"
	else
		case $1 in
		*PAE) echo "yum install kernel-PAE-devel-${1%PAE}" ;;
		*) echo "yum install kernel-devel-$1" ;;
		esac
	fi
}

rebuild_command() {
	if [ -x "$root/usr/lib/hyperv-guest/kernel.sh" ]; then
		echo "/usr/lib/hyperv-guest/kernel.sh rebuild $1"
	else
		echo "dkms install --force hyperv-guest/$source_version -k $1"
	fi
}

kernels() {
	for k in "$root"/lib/modules/*; do
		[ -f "$k/modules.dep" ] && [ -d "$k/kernel" ] && echo "${k##*/}"
	done
}

built_in() {
	grep '/hv_vmbus\.ko$' "$root/lib/modules/$1/modules.builtin" >/dev/null 2>&1 ||
		grep '^CONFIG_HYPERV_VMBUS=y' "$root/boot/config-$1" >/dev/null 2>&1
}

doctor_modules() {
	v=$(loaded hv_vmbus)
	d=$(on_disk "$krel" hv_vmbus)
	case $v in
	built-in)
		# Nothing could be replaced: no problem, in-tree drivers serve.
		return ;;
	'')
		built_in "$krel" && return
		problem vmbus-not-loaded "hv_vmbus is not loaded" "modprobe hv_vmbus" ;;
	esac
	ours='' own=''
	for m in $all_modules; do
		x=$(loaded "$m")
		case $x in
		''|built-in) ;;
		in-tree) own="$own $m" ;;
		*) ours="$ours $m-$x" ;;
		esac
	done
	if [ -n "$ours" ] && [ -n "$own" ]; then
		problem mixed-loaded "modules of two sources are loaded: ours$ours, the kernel's$own" "reboot"
	elif [ "$(for o in $ours; do echo "${o##*-}"; done | sort -u | wc -l)" -gt 1 ]; then
		problem mixed-versions "modules of several versions are loaded:$ours" "reboot"
	fi
	if [ "$v" = in-tree ] && [ -n "$d" ] && [ "$d" != in-tree ]; then
		problem in-tree-loaded "the kernel's own hv_vmbus is loaded although ours ($d) is installed" "reboot"
	elif [ -n "$v" ] && [ "$v" != in-tree ] && [ -n "$d" ] && [ "$d" != "$v" ]; then
		problem other-version-loaded "hv_vmbus $v is loaded, $d is installed" "reboot"
	fi
}

# For each kernel: all of ours or none on disk, headers, initramfs.
doctor_kernels() {
	kernels | while read -r k; do
		built_in "$k" && continue
		ours='' own=''
		for m in hv_vmbus hv_utils hv_storvsc; do
			x=$(on_disk "$k" "$m")
			case $x in
			in-tree) own="$own $m" ;;
			'') ;;
			*) ours="$ours $m" ;;
			esac
		done
		if [ -n "$ours" ] && [ -n "$own" ]; then
			problem mixed-installed "kernel $k would load some of our modules ($ours) and some of its own ($own)" \
				"$(rebuild_command "$k")"
		elif [ -z "$ours" ] && [ -n "$source_version" ]; then
			if [ -d "$root/lib/modules/$k/build/include" ]; then
				problem not-built "kernel $k has no modules of ours although its headers are here" \
					"$(rebuild_command "$k")"
			else
				problem no-headers "kernel $k has no modules of ours because its headers are missing" \
					"$(headers_command "$k")"
			fi
		fi
		if [ -x "$helper" ]; then
			HG_ROOT=$root "$helper" check "$k" >"$tmp/check" 2>&1 ||
				problem stale-initramfs "$(sed -n '$p' "$tmp/check" | sed 's/^hyperv-guest: //')" \
					"/usr/lib/hyperv-guest/kernel.sh settle $k"
		fi
		[ ! -e "$root/var/lib/hyperv-guest/journal/$k" ] ||
			problem interrupted "an installation for kernel $k was interrupted" \
				"/usr/lib/hyperv-guest/kernel.sh settle $k"
	done
}

doctor_daemons() {
	# The service, who may own its device, our unit.
	for s in "kvp a9a0f4e7-5a45-4d96-b827-8a841e8c03e6 hv_kvp_daemon hypervkvpd" \
		 "vss 35fa2e29-ea23-4236-96ae-3a6ebacba440 hv_vss_daemon hypervvssd" \
		 "fcopy 34d14be3-dee4-41c8-9ae7-6b174977c192 hv_fcopy_daemon hypervfcopyd hv_fcopy_uio_da"; do
		# shellcheck disable=SC2086 # words
		set -- $s
		name=$1 class=$2
		shift 2
		grep "^$class " "$tmp/devices" >/dev/null || continue
		n=$(processes "$@")
		if [ "$n" -eq 0 ]; then
			problem "no-$name-daemon" "the host offers $name but no daemon serves it" \
				"systemctl start hv-$name-daemon || service hv-$name-daemon start"
		elif [ "$n" -gt 1 ] && [ "$name" != vss ]; then
			problem "two-$name-daemons" "$n daemons want the one $name device" \
				"systemctl stop hypervkvpd hypervvssd hypervfcopyd; systemctl restart hv-$name-daemon"
		fi
	done
}

# older A B: is version A before version B?
older() {
	[ "${1%%.*}" -lt "${2%%.*}" ] && return 0
	[ "${1%%.*}" -eq "${2%%.*}" ] && [ "${1#*.}" -lt "${2#*.}" ]
}

doctor_host() {
	v=$(bus_version)
	[ -n "$v" ] || return
	if older "$v" 2.4; then
		problem old-host "the host speaks VMBus $v only: no file copy and no panic reports before Windows Server 2012 R2 (2.4)" \
			"ask for a newer host, or take no notice"
	fi
}

# efi_byte NAME: the value of a variable of one byte, which follows its attributes
efi_byte() {
	for v in "$root/sys/firmware/efi/efivars/$1"-*; do
		[ -r "$v" ] && od -An -tu1 -j4 -N1 "$v" 2>/dev/null | tr -d ' '
	done
}

# From the variables of the firmware; where they are not mounted, from mokutil.
secure_boot() {
	case $(efi_byte SecureBoot) in
	# shim may have been told not to verify; then the kernel does not, either
	1) [ "$(efi_byte MokSBStateRT)" != 1 ] ;;
	0) return 1 ;;
	*)
		s=$("$mokutil" --sb-state 2>/dev/null)
		case $s in
		*'validation is disabled'*) return 1 ;;
		*'SecureBoot enabled'*) ;;
		*) return 1 ;;
		esac ;;
	esac
}

# signing_cert: what belongs to the key that signs, as kernel.sh chooses it: the one that
# the administrator named for DKMS, Ubuntu's, or DKMS's own
signing_cert() {
	cert=
	for f in "$root"/etc/dkms/framework.conf "$root"/etc/dkms/framework.conf.d/*.conf; do
		[ -r "$f" ] || continue
		# shellcheck disable=SC1090,SC2034,SC2154 # what it may use, and may set
		pair=$(set +u; kernelver=$(uname -r) mok_signing_key='' mok_certificate=''
			. "$f" >/dev/null 2>&1; echo "$mok_signing_key|$mok_certificate")
		case $pair in
		?*'|'?*) cert=${pair#*|} ;;
		esac
	done
	for c in ${cert:+"$cert"} /var/lib/shim-signed/mok/MOK.der /var/lib/dkms/mok.pub; do
		[ ! -f "$root$c" ] || { echo "$c"; return; }
	done
}

# signers: the certificates of the modules that are there, in use or waiting for their
# key, each once; of those that will be built, if there are none
signers() {
	named=$(signing_cert)
	seen=' '
	for c in "$root"/lib/modules/*/updates/hyperv-guest/cert.der "$root"/var/lib/hyperv-guest/waiting/*/cert.der; do
		[ -f "$c" ] || continue
		sum=$(cksum <"$c" | tr ' ' :)
		case $seen in *" $sum "*) continue ;; esac
		seen="$seen$sum "
		c=${c#"$root"}
		for n in $named /var/lib/shim-signed/mok/MOK.der /var/lib/dkms/mok.pub; do
			cmp -s "$root$n" "$root$c" && c=$n && break
		done
		echo "$c"
	done
	[ "$seen" != ' ' ] || [ -z "$named" ] || echo "$named"
}

doctor_secure_boot() {
	[ -n "$mokutil" ] && secure_boot || return 0
	install='yum install'
	has_apt && install='apt-get install'
	[ ! -x "$root/usr/bin/zypper" ] || install='zypper install'
	signers | while read -r key; do
		if ! command -v "$mokutil" >/dev/null 2>&1; then
			problem no-mokutil "secure boot is on, and without the program mokutil nobody can tell whether the key that signs our modules is enrolled" \
				"$install mokutil"
			return 0
		fi
		"$mokutil" --test-key "$root$key" 2>/dev/null |
			grep -i -e 'already enrolled' -e 'built-in trusted keyring' >/dev/null && continue
		problem key-not-enrolled "secure boot is on and the key that signs our modules is not enrolled" \
			"mokutil --import $key, reboot and choose 'Enroll MOK'"
	done
}

# One disk of generation 1 must not appear by ata_piix and by VMBus.
doctor_disks() {
	ide=
	while read -r c dev; do
		[ "$c" = 32412632-86cb-44a2-9b5c-50d1417354f5 ] && [ -n "$(driver_of "$dev")" ] && ide=y
	done <"$tmp/devices"
	[ -n "$ide" ] || return 0
	for b in "$root"/sys/block/*; do
		t=$(readlink "$b" 2>/dev/null)
		case $t in
		*/ata[0-9]*)
			[ "$(first_line "$b/device/type")" = 5 ] && continue
			case $(first_line "$b/device/model") in
			"Virtual HD"*|"Virtual Disk"*)
				problem duplicate-disk "${b##*/} is an emulated IDE disk that VMBus offers, too" \
					"take ata_piix.prefer_ms_hyperv=0 and hv_storvsc.ide=1 off the kernel's command line and /etc/modprobe.d, renew the initramfs and reboot" ;;
			esac ;;
		esac
	done
}

doctor() {
	: >"$tmp/problems"
	: >"$tmp/devices"
	if ! is_hyperv; then
		if [ -n "$json" ]; then
			echo '{"hyperv": false, "ok": true, "problems": []}'
		else
			echo "This is no Hyper-V guest: nothing to check."
		fi
		return 0
	fi
	collect >"$tmp/lines"
	doctor_modules
	doctor_kernels
	doctor_daemons
	doctor_host
	doctor_secure_boot
	doctor_disks
	tab=$(printf '\t')
	if [ -n "$json" ]; then
		ok=true
		[ -s "$tmp/problems" ] && ok=false
		printf '{"hyperv": true, "ok": %s, "problems": [' $ok
		sep=
		while IFS="$tab" read -r id text fix; do
			printf '%s\n  {"id": "%s", "text": %s, "fix": %s}' "$sep" "$id" "$(json_text "$text")" "$(json_text "$fix")"
			sep=,
		done <"$tmp/problems"
		printf '\n]}\n'
	else
		while IFS="$tab" read -r id text fix; do
			echo "$id: $text"
			echo "    do: $fix"
		done <"$tmp/problems"
		[ -s "$tmp/problems" ] || echo "Nothing is wrong."
	fi
	[ ! -s "$tmp/problems" ]
}

# ---- report

# Addresses and the machine's name do not belong into a support case.
redact() {
	name=$(first_line "$root/proc/sys/kernel/hostname")
	[ -n "$name" ] || name=$(first_line "$root/etc/hostname")
	name=$(printf '%s' "$name" | sed 's/[^A-Za-z0-9_-]/./g')
	[ ${#name} -ge 3 ] || name=no-name-to-hide
	sed -e 's/\([^0-9.]\|^\)[0-9]\{1,3\}\.[0-9]\{1,3\}\.[0-9]\{1,3\}\.[0-9]\{1,3\}/\1<ipv4>/g' \
	    -e 's/[0-9a-fA-F]\{2\}\(:[0-9a-fA-F]\{2\}\)\{5\}/<mac>/g' \
	    -e 's/[0-9a-fA-F:]*::[0-9a-fA-F][0-9a-fA-F:]*/<ipv6>/g' \
	    -e 's/[0-9a-fA-F]\{1,4\}\(:[0-9a-fA-F]\{1,4\}\)\{3,7\}/<ipv6>/g' \
	    -e "s/$name/<name>/g"
}

section() {
	echo "== $*"
}

report_text() {
	section "hyperv-guest $version, kernel $krel"
	status
	section doctor
	doctor
	section modules
	for m in $all_modules; do
		x=$(loaded "$m")
		y=$(on_disk "$krel" "$m")
		[ -n "$x$y" ] || continue
		f=$(module_file "$krel" "$m")
		echo "$m: loaded ${x:-no} srcversion $(first_line "$root/sys/module/$m/srcversion")," \
			"on disk ${y:-none} $f signer $(modinfo -F signer "$root/lib/modules/$krel/$f" 2>/dev/null)"
	done
	section installed kernels
	kernels | while read -r k; do
		echo "$k: hv_vmbus $(on_disk "$k" hv_vmbus), headers $([ -d "$root/lib/modules/$k/build/include" ] && echo yes || echo no)"
		[ ! -x "$helper" ] || HG_ROOT=$root "$helper" check "$k" 2>&1
	done
	section configuration
	grep -E 'HYPERV|^CONFIG_(PREEMPT|X86_PAE|MODULE_SIG|MODVERSIONS)' "$root/boot/config-$krel" 2>/dev/null
	section dkms
	[ -n "$root" ] || dkms status hyperv-guest 2>/dev/null || dkms status -m hyperv-guest 2>/dev/null
	section what the build found out
	for f in "$root"/var/lib/dkms/hyperv-guest/*/"$krel"/*/log/hvc_config.h; do
		[ -r "$f" ] && grep '^#define' "$f"
	done
	section secure boot
	[ -n "$root" ] || mokutil --sb-state 2>&1
	section vmbus
	for d in "$root"/sys/bus/vmbus/devices/*; do
		[ -r "$d/class_id" ] || continue
		echo "${d##*/} class $(first_line "$d/class_id") state $(first_line "$d/state")" \
			"driver $(driver_of "${d##*/}") channels $(tr '\n' ' ' <"$d/channel_vp_mapping" 2>/dev/null)"
	done
	section "key/value pools: keys only"
	for f in "$root"/var/lib/hyperv/.kvp_pool_[0-4]; do
		[ -r "$f" ] || continue
		size=$(wc -c <"$f")
		echo "${f##*/}: $size bytes"
		i=0
		while [ "$i" -lt $((size / 2560)) ] && [ "$i" -lt 200 ]; do
			dd if="$f" bs=2560 skip="$i" count=1 2>/dev/null | dd bs=512 count=1 2>/dev/null |
				tr '\000' '\n' | sed -n '1s/^/  /p' | tr -d '\001-\010\013-\037'
			i=$((i + 1))
		done
	done
	section services
	if [ -z "$root" ] && command -v systemctl >/dev/null 2>&1; then
		for u in hv-kvp-daemon hv-vss-daemon hv-fcopy-daemon; do
			echo "$u: $(systemctl is-active $u 2>/dev/null) $(systemctl is-enabled $u 2>/dev/null)"
		done
	fi
	ls -l "$root"/usr/libexec/hypervkvpd 2>/dev/null
	section boot files
	for f in "$root"/boot/*init* "$root"/boot/vmlinuz*; do
		[ -e "$f" ] && ls -l "$f"
	done
	ls -l "$root"/var/lib/hyperv-guest/journal 2>/dev/null
	section messages
	echo "$log" | grep -i -E 'hv_|hyperv|hyper-v|vmbus|storvsc|netvsc|ata_piix|disagrees' | tail -n 200
}

report() {
	[ -n "$output" ] || output=hyperv-guest-report-$(date +%Y%m%d-%H%M%S).tar.gz
	name=${output##*/}
	name=${name%.tar.gz}
	mkdir "$tmp/$name" 2>/dev/null || die "cannot make a report called '$output'"
	want=$json json=
	report_text 2>&1 | redact >"$tmp/$name/report.txt"
	json=y
	status | redact >"$tmp/$name/status.json"
	doctor | redact >"$tmp/$name/doctor.json"
	for f in "$root"/var/lib/dkms/hyperv-guest/*/*/*/log/probe.log "$root"/var/lib/dkms/hyperv-guest/*/*/*/log/make.log; do
		[ -r "$f" ] || continue
		redact <"$f" >"$tmp/$name/$(echo "${f#"$root/var/lib/dkms/hyperv-guest/"}" | tr / -)"
	done
	if ! (umask 077; tar -C "$tmp" -cf - "$name" | gzip -c >"$output.new") 2>/dev/null ||
	   ! mv "$output.new" "$output"; then
		die "cannot write $output"
	fi
	if [ -n "$want" ]; then
		printf '{"file": %s}\n' "$(json_text "$output")"
	else
		echo "The report is in $output. Addresses, names and values were taken out; look before you send it."
	fi
}

# ---- arguments

json='' root='' output='' command=''
while [ $# -gt 0 ]; do
	case $1 in
	--json) json=y ;;
	--root|--output)
		[ $# -ge 2 ] || die "$1 needs an argument"
		if [ "$1" = --root ]; then root=$2; else output=$2; fi
		shift ;;
	--root=*) root=${1#*=} ;;
	--output=*) output=${1#*=} ;;
	-h|--help|help) usage; exit 0 ;;
	--version) echo "hyperv-guest $version"; exit 0 ;;
	-*) echo "hyperv-guest: unknown option '$1'" >&2; usage >&2; exit 2 ;;
	status|doctor|report)
		[ -z "$command" ] || die "one command at a time, not '$command' and '$1'"
		command=$1 ;;
	*) echo "hyperv-guest: unknown command '$1'" >&2; usage >&2; exit 2 ;;
	esac
	shift
done
[ -n "$command" ] || { echo "hyperv-guest: which command?" >&2; usage >&2; exit 2; }
[ -z "$output" ] || [ "$command" = report ] || die "--output is for report"
if [ -n "$root" ]; then
	root=$(cd "$root" 2>/dev/null && pwd) || die "cannot enter the root directory"
	[ "$root" != / ] || root=
fi

umask 022
tmp=$(mktemp -d "${TMPDIR:-/tmp}/hyperv-guest.XXXXXX") || die "cannot make a temporary directory"
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP

krel=$(kernel)
log=$(kernel_log)
helper=${HG_HELPER:-/usr/lib/hyperv-guest/kernel.sh}
# It speaks of the keys of the running machine only.
mokutil=${HG_MOKUTIL:-}
[ -n "$mokutil" ] || [ -n "$root" ] || mokutil=mokutil
source_version=
for d in "$root"/usr/src/hyperv-guest-*; do
	[ -r "$d/VERSION" ] && source_version=$(first_line "$d/VERSION")
done

$command
