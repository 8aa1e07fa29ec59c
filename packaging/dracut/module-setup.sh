#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# dracut: all our modules or none of them in the image, by file.

check() {
	[ -r /usr/lib/hyperv-guest/modules.tsv ]
}

depends() {
	return 0
}

installkernel() {
	# shellcheck disable=SC2154 # kernel and initdir are dracut's
	local set=/lib/modules/$kernel/updates/hyperv-guest names m n need d
	names=$(sed -n 's/^\([a-z][a-z0-9_-]*\)[ 	].*/\1/p' /usr/lib/hyperv-guest/modules.tsv)
	if [ ! -s "$set/manifest" ]; then
		hostonly='' instmods hv_vmbus hv_storvsc
		return 0
	fi
	for m in $names; do
		[ -f "$set/$m.ko" ] || continue
		for need in $(modinfo -F depends "$set/$m.ko" | tr , ' '); do
			[ -f "$set/$need.ko" ] || hostonly='' instmods "$need"
		done
	done
	for m in $names; do
		[ -f "$set/$m.ko" ] || continue
		n=${m//[-_]/[-_]}
		find "$initdir/" -path "*/lib/modules/$kernel/*" -name "$n.ko*" -exec rm -f {} +
		d=$initdir/lib/modules/$kernel/updates/hyperv-guest
		mkdir -p "$d" && cp -p "$set/$m.ko" "$d/" || return 1
	done
}

install() {
	return 0
}
