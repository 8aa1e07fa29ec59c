#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# make demo: boot Debian's 6.1 kernel on the stand-in host with our modules and
# its root file system on a storage disk, and print what was seen in a table.
#
# The modules for kernel 6.1 are built already. DEMO_BEGAN: when make demo was
# started, in seconds since the epoch, so that the times shown are those of all of it.

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"

[ $# -eq 0 ] || { echo "usage: demo.sh" >&2; exit 2; }
began=${DEMO_BEGAN:-$(date +%s)}
say() { echo "demo: [$(($(date +%s) - began)) s] $*"; }

kernel=$("$RIG/kernel.sh" 6.1) || exit 1
eval "$kernel"
# shellcheck disable=SC2154 # KREL: set by kernel.sh
ours=${OURS_DIR:-$TOP/build/$KREL}
for m in hv_vmbus hv_utils hv_storvsc hv_netvsc; do
	[ -r "$ours/$m.ko" ] || die "no $m.ko in $ours: run make modules KERNEL=6.1 first"
done

mkdir -p "$TOP/build/run" || die "cannot write below $TOP/build"
log=$(mktemp "$TOP/build/run/.demo.XXXXXX") || exit 1
stamp=$log.began
trap 'rm -f "$log" "$stamp"' EXIT
: >"$stamp"
say "starting the stand-in host; the guest's disk and initramfs are being made"
DAEMONS=ours "$RIG/run.sh" -k 6.1 -d ours demo >"$log" 2>&1 &
run=$!
trap 'kill "$run" 2>/dev/null; rm -f "$log" "$stamp"' EXIT
trap 'exit 130' INT TERM

# What is new in a file since the last look: news FILE LINES_SEEN
news() { tail -n +$(($2 + 1)) "$1" 2>/dev/null; }

# Each run of the rig works in a directory of its own; ours is younger than
# the stamp and holds the demo.
said=0 noted=0 quiet=0 tap='' booted=
while kill -0 "$run" 2>/dev/null; do
	sleep 1
	quiet=$((quiet + 1))
	n=$(grep -c '' "$log")
	if [ "$n" -gt "$noted" ]; then
		news "$log" "$noted" | sed -n 's/^# //p' | grep -E '^(waiting|hardware|infrastructure|the emulated)' |
			while IFS= read -r l; do say "$l"; done
		noted=$n
	fi
	if [ -z "$tap" ]; then
		for f in "$TOP"/build/run/.batch.*/1/scenario.sh; do
			[ -f "$f" ] || continue
			[ -n "$(find "$f" -newer "$stamp" 2>/dev/null)" ] || continue
			cmp -s "$f" "$TESTS/scenarios/demo.sh" && tap=${f%/*}/guest.tap
		done
	fi
	if [ -n "$tap" ] && [ -z "$booted" ] && [ -s "${tap%/*}/serial.log" ]; then
		say "Debian's kernel $KREL is booting"
		booted=y quiet=0
	fi
	if [ -n "$tap" ] && [ -r "$tap" ]; then
		n=$(grep -c '^# progress' "$tap" 2>/dev/null)
		if [ "${n:-0}" -gt "$said" ]; then
			sed -n 's/^# progress //p' "$tap" | tail -n +$((said + 1)) | tr -d '\r' |
				while IFS= read -r l; do say "$l"; done
			said=$n quiet=0
		fi
	fi
	if [ "$quiet" -ge 15 ]; then
		say "..."
		quiet=0
	fi
done
wait "$run"
rc=$?
trap 'rm -f "$log" "$stamp"' EXIT

dir=$TOP/build/run/6.1/ours/demo
tap=$dir/result.tap
if [ -z "$(find "$tap" -newer "$stamp" 2>/dev/null)" ]; then
	tail -n 5 "$log" >&2
	die "the run did not come to a result"
fi

# fact KEY: the value of the last fact of that name
fact() { sed -n "s/^# fact $1 //p" "$tap" | tr -d '\r' | tail -n 1; }
# driver CLASS_ID: the driver bound to a device of that class
driver() {
	sed -n "s/^# fact bound {$1} //p" "$tap" | tr -d '\r' | tail -n 1
}
or_failed() { if [ -n "$1" ]; then echo "$1"; else echo "FAILED"; fi; }
row() { printf ' %-13s %-18s %-22s %s\n' "$1" "$2" "$3" "$4"; }
line() { echo "---------------------------------------------------------------------------------------------------------------"; }

utils=$(fact "module hv_utils")
clock=$(fact clock)
shut=$(fact shutdown)
beats=$(fact heartbeats)
copied=$(fact copied)
devices=$(fact devices)
kvp=$(fact kvp)
vss=$(fact vss)
fcopy=$(fact fcopy)

echo
echo "Guest: Linux $(fact kernel) of Debian, root file system on $(fact root)"
line
row DEVICE "DRIVER, VERSION" "NEGOTIATED PROTOCOL" EXERCISED
line
row "bus" "hv_vmbus $(fact 'module hv_vmbus')" "VMBus $(fact vmbus)" "${devices:-FAILED}${devices:+ devices offered by the host, each has its driver}"
row "disk (SCSI)" "$(driver ba6163d9-04a1-4d29-b605-72e2ffb1dc7f) $(fact 'module hv_storvsc')" \
	"storage $(fact storage)" "8 MiB read, md5 $(or_failed "$(fact md5)")"
row "" "" "" "${copied:-FAILED}${copied:+ written and read back the same}"
row "network" "$(driver f8615163-df3e-46c5-913f-f2d2f965ed0e) $(fact 'module hv_netvsc')" \
	"NVSP $(fact nvsp), RNDIS" "$(fact nic): address by DHCP $(or_failed "$(fact address)")"
row "" "" "" "4 MiB fetched, md5 $(or_failed "$(fact fetched)")"
row "heartbeat" "$(driver 57164f39-9115-4e78-ab55-382f3bd5422d) $utils" "$(fact 'ic heartbeat')" \
	"${beats:-FAILED}${beats:+ heartbeats answered, each with the right number}"
row "time sync" "$(driver 9527e630-d0ae-497b-adce-e80ab0175caf) $utils" "$(fact 'ic timesync')" \
	"$(or_failed "$clock")"
row "shutdown" "$(driver 0e0b6031-5213-4934-818b-38d90ced39db) $utils" "$(fact 'ic shutdown')" \
	"$(if [ "$shut" = orderly ]; then echo "requested by the host, carried out in an orderly way"; else echo FAILED; fi)"
row "data exchange" "$(driver a9a0f4e7-5a45-4d96-b827-8a841e8c03e6) $utils" "$(fact 'ic kvp')" \
	"$(if [ -n "$kvp" ]; then echo "the host reads: $kvp"; else echo FAILED; fi)"
row "backup" "$(driver 35fa2e29-ea23-4236-96ae-3a6ebacba440) $utils" "$(fact 'ic vss')" \
	"$(if [ -n "$vss" ]; then echo "file systems $vss for the host"; else echo FAILED; fi)"
row "file copy" "$(driver 34d14be3-dee4-41c8-9ae7-6b174977c192) $utils" "$(fact 'ic fcopy')" \
	"$(if [ -n "$fcopy" ]; then echo "$fcopy bytes copied into the guest by the host"; else echo FAILED; fi)"
line
good=$(grep -c '^ok' "$tap")
bad=$(grep -c '^not ok' "$tap")
if [ "$rc" -ne 0 ] || [ "$bad" -gt 0 ]; then
	grep -A 3 '^not ok' "$tap" | sed 's/^/  /'
	echo "demo: FAILED: $bad of $((good + bad)) checks, after $(($(date +%s) - began)) s in all; look at build/run/6.1/ours/demo/{serial.log,trace.log,result.tap}"
	exit 1
fi
echo "demo: all $good checks passed, $(($(date +%s) - began)) s in all; files of the run: build/run/6.1/ours/demo/"
