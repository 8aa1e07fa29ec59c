#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# lsvmbus and hyperv-guest on made-up systems below a directory.
#
# usage: run.sh

set -u
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
[ $# -eq 0 ] || { echo "run.sh: it takes no arguments, not '$1'" >&2; exit 2; }

W=$(mktemp -d) || exit 1
trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM
PATH=$PATH:/usr/sbin:/sbin
export PATH
passed=0 failed=0

check() {
	what=$1
	shift
	if "$@" >"$W/last" 2>&1; then
		echo "ok $what"
		passed=$((passed + 1))
	else
		echo "not ok $what"
		head -n 12 "$W/last" | sed 's/^/    /'
		failed=$((failed + 1))
	fi
}

make -s -C "$TOP/tools" OUT="$W/bin" >"$W/build.log" 2>&1 || {
	cat "$W/build.log"
	echo "not ok the tools build"
	echo "0 passed, 1 failed"
	exit 1
}
K=6.1.0-test
version=$(sed 1q "$TOP/VERSION")

# put FILE TEXT: a file of the made-up system
put() {
	mkdir -p "$R/${1%/*}"
	printf '%s\n' "$2" >"$R/$1"
}

# device NAME ID CLASS DRIVER STATE [MAPPING]
device() {
	d=sys/bus/vmbus/devices/$1
	put "$d/id" "$2"
	put "$d/class_id" "{$3}"
	put "$d/device_id" "{00000000-0000-0000-0000-0000000000$2}"
	put "$d/state" "$5"
	put "$d/channel_vp_mapping" "${6:-$2:0}"
	rm -f "$R/$d/driver"
	[ -z "$4" ] || ln -s "../../../../bus/vmbus/drivers/$4" "$R/$d/driver"
}

process() {
	put "proc/$1/stat" "$1 ($2) S 1 1 1"
}

# module NAME [VERSION]: a loaded module, ours if it has a version
module() {
	put "sys/module/$1/initstate" live
	rm -f "$R/sys/module/$1/version"
	[ $# -eq 1 ] || put "sys/module/$1/version" "$2"
}

# ko PATH NAME [VERSION]: a file that modinfo can read
ko() {
	mkdir -p "$R/lib/modules/$K/${1%/*}"
	{
		echo "const char n[] __attribute__((section(\".modinfo\"))) = \"name=$2\";"
		[ $# -lt 3 ] ||
			echo "const char v[] __attribute__((section(\".modinfo\"))) = \"version=$3\";"
	} >"$W/ko.c"
	gcc -c -o "$R/lib/modules/$K/$1" "$W/ko.c"
}

# A healthy system with our drivers.
healthy() {
	R=$W/root
	rm -rf "$R"
	put proc/sys/kernel/osrelease $K
	put proc/sys/kernel/hostname secrethost
	put var/log/dmesg "[    1.0] hv_vmbus: Vmbus version:5.3
[    2.0] hv_utils: Heartbeat IC version 3.0
[    2.1] hv_utils: KVP IC version 4.0
[    2.2] hv_vmbus: secrethost has 192.168.7.9 and 00:15:5d:01:02:03 and fe80::215:5dff:fe01:203"
	device 57164f39-0001 1 57164f39-9115-4e78-ab55-382f3bd5422d hv_utils 3
	device scsi-0010 10 ba6163d9-04a1-4d29-b605-72e2ffb1dc7f hv_storvsc 3 "12:1
10:0
11:3"
	device kvp 2 a9a0f4e7-5a45-4d96-b827-8a841e8c03e6 hv_utils 3
	device strange 7 11111111-2222-3333-4444-555555555555 '' 0
	process 42 hv_kvp_daemon
	for m in hv_vmbus hv_utils hv_storvsc; do
		module $m "$version"
		ko updates/hyperv-guest/$m.ko $m "$version"
		ko kernel/drivers/hv/$m.ko $m
	done
	for m in hv_vmbus hv_utils hv_storvsc; do
		echo "updates/hyperv-guest/$m.ko:"
	done >"$R/lib/modules/$K/modules.dep"
	mkdir -p "$R/lib/modules/$K/build/include"
	put "usr/src/hyperv-guest-$version/VERSION" "$version"
	put usr/bin/apt-get '#!/bin/sh'
	chmod 755 "$R/usr/bin/apt-get"
}

lsvmbus() {
	"$W/bin/lsvmbus" --root "$R" "$@" >"$W/out" 2>"$W/err"
}
guest() {
	HG_MOKUTIL=${mokutil:-} HG_HELPER=${helper:-$W/no-helper} "$W/bin/hyperv-guest" "$@" --root "$R" >"$W/out" 2>"$W/err"
}
# same FILE: the output is exactly this
same() {
	diff "$W/want" "$W/out"
}
is_json() {
	python3 -m json.tool <"$W/out" >/dev/null
}
# json EXPRESSION: true of the output, called o
json() {
	python3 -c 'import json, sys
o = json.load(open(sys.argv[1]))
print(o)
sys.exit(0 if eval(sys.argv[2]) else 1)' "$W/out" "$1"
}
has() {
	cat "$W/out"
	grep -q -e "$1" "$W/out"
}
has_not() {
	cat "$W/out"
	! grep -q -e "$1" "$W/out"
}
# exits CODE COMMAND...
exits() {
	code=$1
	shift
	"$@"
	rc=$?
	cat "$W/out" "$W/err"
	echo "exit code $rc"
	[ $rc -eq "$code" ]
}
one_sentence() {
	[ "$(grep -vc -e '^usage:' -e '^ ' "$W/err")" -eq 1 ]
}

# ---- lsvmbus

healthy
check "lsvmbus lists" exits 0 lsvmbus
cat >"$W/want" <<'WANT'
VMBUS ID  1: [Heartbeat]
VMBUS ID  2: [Data Exchange]
VMBUS ID  7: Unknown
VMBUS ID 10: Synthetic SCSI Controller
WANT
check "in the order of the numbers, with the known descriptions" same
check "lsvmbus -v" exits 0 lsvmbus -v
cat >"$W/want" <<'WANT'
VMBUS ID  1: Class_ID = {57164f39-9115-4e78-ab55-382f3bd5422d} - [Heartbeat]
	Rel_ID=1, target_cpu=0

VMBUS ID  2: Class_ID = {a9a0f4e7-5a45-4d96-b827-8a841e8c03e6} - [Data Exchange]
	Rel_ID=2, target_cpu=0

VMBUS ID  7: Class_ID = {11111111-2222-3333-4444-555555555555} - Unknown
	Rel_ID=7, target_cpu=0

VMBUS ID 10: Class_ID = {ba6163d9-04a1-4d29-b605-72e2ffb1dc7f} - Synthetic SCSI Controller
	Rel_ID=10, target_cpu=0
	Rel_ID=11, target_cpu=3
	Rel_ID=12, target_cpu=1

WANT
check "class and sorted channels" same
lsvmbus -vv
check "lsvmbus -vv has device id and path" sh -c "sed -n 2,3p '$W/out' | tr '\n' '@' | grep -qx '	Device_ID = {00000000-0000-0000-0000-00000000001}@	Sysfs path: /sys/bus/vmbus/devices/57164f39-0001@'"
cp "$W/out" "$W/want"
lsvmbus -v -v
check "-v twice is -vv" same
lsvmbus --verbose --verbose
check "--verbose twice, too" same
lsvmbus --json
check "--json is JSON" is_json
check "with driver and channels" json \
	'o[3]["driver"] == "hv_storvsc" and [c["target_cpu"] for c in o[3]["channels"]] == [0, 3, 1] and o[2]["driver"] is None'
rm "$R/sys/bus/vmbus/devices/strange/class_id"
check "a device that goes away is left out" exits 0 lsvmbus
check "and the others are there" has 'ID 10'
rm -rf "$R/sys/bus/vmbus/devices"
check "no VMBus is an error" exits 1 lsvmbus
check "said in one sentence" one_sentence
check "an unknown option is an error" exits 2 lsvmbus -x
mkdir -p "$R/sys/bus/vmbus/devices"
lsvmbus --json
check "no device: an empty array" json 'o == []'

# ---- hyperv-guest status

healthy
check "status" exits 0 guest status
check "heartbeat: version, negotiated, working" has "^heartbeat  *yes  *hv_utils  *$version  *3.0  *yes"
check "kvp works with its daemon" has "^kvp  *yes  *hv_utils  *$version  *4.0  *yes"
check "a service that is not offered" has '^vss  *no .*not-offered'
check "a device without a driver" has '^other .*no-driver'
check "the version of the bus" has 'VMBus version 5.3'
guest status --json
check "status --json is JSON" is_json
check "and says the same" json \
	'{i["name"]: i["working"] for i in o["items"]}["heartbeat"] and o["vmbus_version"] == "5.3"'
rm -r "$R/proc/42"
guest status
check "kvp without its daemon" has '^kvp .*no-daemon'
device kvp 2 a9a0f4e7-5a45-4d96-b827-8a841e8c03e6 hv_utils 1
guest status
check "a channel that is not open" has '^kvp .*not-open'
module hv_storvsc
guest status
check "an in-tree driver is named so" has '^scsi .* in-tree '

# ---- hyperv-guest doctor

healthy
check "doctor finds nothing on a healthy system" exits 0 guest doctor
guest doctor --json
check "doctor --json is JSON" json 'o["ok"] and o["problems"] == []'

# sick ID WHAT: doctor finds exactly that, has a command for it and exit code 1
sick() {
	exits 1 guest doctor --json || return 1
	json "[p['id'] for p in o['problems']] == ['$1'] and o['problems'][0]['fix'] != ''"
}
rm -r "$R/proc/42"
check "no daemon" sick no-kvp-daemon
process 42 hv_kvp_daemon
process 43 hypervkvpd
check "two daemons" sick two-kvp-daemons
healthy
for m in hv_vmbus hv_utils hv_storvsc; do module $m; done
check "the kernel's own loaded instead of ours" sick in-tree-loaded
healthy
module hv_storvsc
check "modules of two sources loaded" sick mixed-loaded
healthy
module hv_storvsc 9.9
check "modules of two versions loaded" sick mixed-versions
healthy
sed 's,^updates/hyperv-guest/hv_storvsc,kernel/drivers/hv/hv_storvsc,' "$R/lib/modules/$K/modules.dep" >"$W/dep"
cp "$W/dep" "$R/lib/modules/$K/modules.dep"
check "modules of two sources installed" sick mixed-installed
healthy
for m in hv_vmbus hv_utils hv_storvsc; do module $m; echo "kernel/drivers/hv/$m.ko:"; done >"$R/lib/modules/$K/modules.dep"
check "not built although headers are there" sick not-built
rm -r "$R/lib/modules/$K/build"
check "headers are missing" sick no-headers
check "the package of the headers is named" has "apt-get install linux-headers-$K"
healthy
put "var/lib/hyperv-guest/journal/$K" install
check "an interrupted installation" sick interrupted
healthy
put var/log/dmesg "hv_vmbus: Vmbus version:1.1"
check "an old host" sick old-host
healthy
printf '#!/bin/sh\necho "hyperv-guest: the initramfs of $2 is not what it should be"\nexit 1\n' >"$W/helper"
chmod +x "$W/helper"
helper=$W/helper
check "a stale initramfs" sick stale-initramfs
helper=
healthy
# enrolled WORDS: what mokutil says of the key
enrolled() {
	printf '#!/bin/sh\ncase $1 in --sb-state) cat "%s" ;; *) echo "$2 %s" ;; esac\n' "$W/sb-state" "$1" >"$W/mokutil"
	chmod +x "$W/mokutil"
	mokutil=$W/mokutil
}
put var/lib/dkms/mok.pub key
enrolled "is not enrolled"
echo "SecureBoot enabled" >"$W/sb-state"
check "without variables mokutil tells of secure boot" sick key-not-enrolled
printf 'SecureBoot enabled\nSecureBoot validation is disabled in shim\n' >"$W/sb-state"
check "and of a shim that does not verify" exits 0 guest doctor
echo "SecureBoot disabled" >"$W/sb-state"
check "without secure boot no key matters" exits 0 guest doctor
mkdir -p "$R/sys/firmware/efi/efivars"
sb=$R/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
printf '\006\000\000\000\001' >"$sb"
check "secure boot and a key that is not enrolled" sick key-not-enrolled
enrolled "is already enrolled"
check "secure boot and an enrolled key" exits 0 guest doctor
# only CERT: that one is enrolled, by content
only_enrolled() {
	printf '#!/bin/sh\ncase $1 in --sb-state) echo "SecureBoot enabled" ;; *) cmp -s "$2" "%s" && echo "$2 is already enrolled" || echo "$2 is not enrolled" ;; esac\n' "$R/$1" >"$W/mokutil"
}
names_key() {
	sick key-not-enrolled || return 1
	guest doctor
	grep -q -e "mokutil --import $1," "$W/out" || { cat "$W/out"; return 1; }
}
put var/lib/dkms/mok.pub stale
put etc/keys/own.der own
put etc/dkms/framework.conf 'mok_signing_key=/etc/keys/own.key
mok_certificate=/etc/keys/own.der'
only_enrolled etc/keys/own.der
check "a key of the administrator's is enrolled, one that signs nothing is not" exits 0 guest doctor
only_enrolled var/lib/dkms/mok.pub
check "a key of the administrator's that is not enrolled" names_key /etc/keys/own.der
put var/lib/hyperv-guest/waiting/6.1.0/cert.der foreign
put lib/modules/6.1.0/updates/hyperv-guest/cert.der stale
check "modules that were signed elsewhere wait for their key" names_key /var/lib/hyperv-guest/waiting/6.1.0/cert.der
only_enrolled var/lib/hyperv-guest/waiting/6.1.0/cert.der
check "and the name of the key is told, where it has one" names_key /var/lib/dkms/mok.pub
rm -rf "$R/etc/dkms" "$R/var/lib/hyperv-guest/waiting" "$R/lib/modules/6.1.0"
mokutil=$W/none
check "secure boot without mokutil" sick no-mokutil
printf '\006\000\000\000\001' >"${sb%/*}/MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23"
check "shim does not verify: nothing to say" exits 0 guest doctor
rm "${sb%/*}"/*
printf '\006\000\000\000\000' >"$sb"
check "secure boot is off: nothing to say" exits 0 guest doctor
mokutil=
healthy
device ide 20 32412632-86cb-44a2-9b5c-50d1417354f5 hv_storvsc 3
put sys/devices/pci0/ata1/host0/sda/device/model 'Virtual HD'
put sys/devices/pci0/ata1/host0/sda/device/type 0
mkdir -p "$R/sys/block"
ln -s ../devices/pci0/ata1/host0/sda "$R/sys/block/sda"
check "a disk that appears twice" sick duplicate-disk
put sys/devices/pci0/ata1/host0/sda/device/type 5
check "a CD-ROM is none" exits 0 guest doctor
rm -rf "$R/sys/bus/vmbus"
check "no Hyper-V: nothing to say" exits 0 guest doctor

# ---- hyperv-guest report

healthy
{
	printf SecretKeyName
	dd if=/dev/zero bs=$((512 - 13)) count=1 2>/dev/null
	printf SecretValue
	dd if=/dev/zero bs=$((2048 - 11)) count=1 2>/dev/null
} >"$W/pool"
mkdir -p "$R/var/lib/hyperv"
cp "$W/pool" "$R/var/lib/hyperv/.kvp_pool_0"
check "report" exits 0 guest report --output "$W/r.tar.gz"
mkdir "$W/x"
check "it is one archive" tar -C "$W/x" -xzf "$W/r.tar.gz"
cat "$W"/x/r/* >"$W/out"
check "with the state" has '^heartbeat'
check "with keys" has SecretKeyName
check "without values" has_not SecretValue
check "without the machine's name" has_not secrethost
check "without addresses" has_not '192\.168\|00:15:5d\|fe80:'
check "status.json and doctor.json are JSON" sh -c "python3 -m json.tool <'$W/x/r/status.json' && python3 -m json.tool <'$W/x/r/doctor.json'"
check "report --json names the file" exits 0 guest report --json --output "$W/r2.tar.gz"
check "in JSON" json "o['file'] == '$W/r2.tar.gz'"
check "a place that cannot be written is an error" exits 2 guest report --output "$W/none/r.tar.gz"
check "said in one sentence" one_sentence

check "an unknown command is an error" exits 2 guest frobnicate
check "said in one sentence" one_sentence
check "no command is an error" exits 2 guest
check "a root that is none is an error" exits 2 sh -c "'$W/bin/hyperv-guest' status --root '$W/none' >'$W/out' 2>'$W/err'"
check "said in one sentence" one_sentence

if command -v mandoc >/dev/null 2>&1; then
	check "the man pages are well formed" mandoc -Tlint -Wwarning "$TOP/tools/lsvmbus.8" "$TOP/tools/hyperv-guest.8"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
