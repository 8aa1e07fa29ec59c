# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a driver bound by new_id and by driver_override; address space from the gap, never the framebuffer's or memory's
# drivers: ours
# kernels: 6.1 6.12 5.10
# modules-present: vmbusprobe
# host: -gen 2 -gap 0xe0000000,0x1ec00000
# mem: 5G
# timeout: 90

# The kernel's own bus looks for a framebuffer with EFI or on the PCI bus only, and this machine has neither.

# The framebuffer: the first 8 MiB of the gap.
fb_start=$((0xe0000000))
fb_end=$((0xe0800000))
gap_end=$((0xfec00000))

is_bound() { [ "$(readlink -f "$hb/driver")" = "$drv" ]; }
# Ranges of ours: START END, decimal
ranges() {
	sed -n "s/^ *\([0-9a-f]*\)-\([0-9a-f]*\) : $dev\$/0x\1 0x\2/p" /proc/iomem | while read -r s e; do
		echo "$((s)) $((e))"
	done
}

# take WHAT PARAMETER=VALUE...: bind with these, leave the ranges in /tmp/ranges
take() {
	what=$1
	shift
	for p in "$@"; do echo "${p#*=}" >"/sys/module/vmbusprobe/parameters/${p%%=*}"; done
	echo "$dev" >"$drv/bind"
	ranges >/tmp/ranges
	is_bound || not_ok "$what: bound"
}
drop() {
	echo "$dev" >"$drv/unbind"
	is "$(ranges | wc -l)" 0 "$what: all is given back"
}
# outside FROM TO: lines that are not within
outside() { awk -v from="$1" -v to="$2" '$1 < from || $2 >= to' /tmp/ranges | wc -l; }
# over FROM TO: lines that overlap
over() { awk -v from="$1" -v to="$2" '$1 < to && $2 >= from' /tmp/ranges | wc -l; }

guest() {
	hb=$(vmbus_device 57164f39-9115-4e78-ab55-382f3bd5422d)
	dev=${hb##*/}
	load vmbusprobe
	drv=/sys/bus/vmbus/drivers/vmbusprobe
	check "the driver without ids binds to nothing" test "$(readlink -f "$hb/driver")" != "$drv"
	utils=$(readlink -f "$hb/driver")
	echo "$dev" >"$utils/unbind"
	echo 57164f39-9115-4e78-ab55-382f3bd5422d >"$drv/new_id"
	check "new_id: bound" wait_for 5 is_bound
	echo "$dev" >"$drv/unbind"
	echo 57164f39-9115-4e78-ab55-382f3bd5422d >"$drv/remove_id"
	echo "$dev" 2>/dev/null >"$drv/bind"
	check "remove_id: not bound any more" test ! -e "$hb/driver"
	echo vmbusprobe >"$hb/driver_override"
	echo "$dev" >"$drv/bind"
	check "driver_override: bound" is_bound
	echo "$dev" >"$drv/unbind"

	take "anywhere below 4 GiB" size=$((4 << 20)) max=$((0xffffffff))
	check "$what: there is a lot" test "$(wc -l </tmp/ranges)" -gt 100
	is "$(outside "$fb_start" "$gap_end")" 0 "$what: all lies in the gap"
	is "$(over "$fb_start" "$fb_end")" 0 "$what: none in the framebuffer"
	drop
	# as a driver of the display does first
	for f in /sys/bus/platform/drivers/vesa-framebuffer/vesa*; do echo "${f##*/}" >"${f%/*}/unbind"; done
	take "8 MiB of the framebuffer, asked for" size=$((8 << 20)) min=$fb_start max=$((fb_end - 1)) fb=1
	is "$(cat /tmp/ranges)" "$fb_start $((fb_end - 1))" "$what: got"
	drop
	take "8 MiB of the framebuffer, not asked for" fb=0
	is "$(cat /tmp/ranges)" "" "$what: refused"
	drop
	take "with an alignment of 64 MiB" size=1048576 align=$((64 << 20)) min=0 max=$((0xffffffff))
	is "$(awk '$1 % 67108864' /tmp/ranges)" "" "$what: kept"
	check "$what: something is there" test -s /tmp/ranges
	drop
	take "above 4 GiB" size=$((256 << 20)) align=4096 min=$((1 << 32)) max=18446744073709551615
	check "$what: something is there" test -s /tmp/ranges
	is "$(over 0 $((1 << 32)))" 0 "$what: all lies there"
	bad=$(sed -n 's/^\([0-9a-f]*\)-\([0-9a-f]*\) : System RAM$/0x\1 0x\2/p' /proc/iomem | while read -r s e; do
		over $((s)) $((e + 1))
	done | awk '{ n += $1 } END { print n + 0 }')
	is "$bad" 0 "$what: none where memory is"
	drop
	echo >"$hb/driver_override"
	echo "$dev" >"$utils/bind"
	check "hv_utils has the device again" wait_for 5 test -e "$hb/driver"
	check "the test driver goes" rmmod vmbusprobe
}
