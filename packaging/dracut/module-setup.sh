#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# dracut: all our modules or none of them in the image, by file.

# shellcheck disable=SC2154 # kernel and initdir are dracut's

check() {
	[ -r /usr/lib/hyperv-guest/modules.tsv ]
}

depends() {
	return 0
}

installkernel() {
	hg_set=/lib/modules/$kernel/updates/hyperv-guest
	hg_names=$(sed -n 's/^\([a-z][a-z0-9_-]*\)[ 	].*/\1/p' /usr/lib/hyperv-guest/modules.tsv)
	if [ ! -s "$hg_set/manifest" ]; then
		hostonly='' instmods hv_vmbus hv_storvsc
		return 0
	fi
	# What ours need of the kernel, then ours alone.
	for hg_m in $hg_names; do
		[ -f "$hg_set/$hg_m.ko" ] || continue
		for hg_need in $(modinfo -F depends "$hg_set/$hg_m.ko" | tr , ' '); do
			[ -f "$hg_set/$hg_need.ko" ] || hostonly='' instmods "$hg_need"
		done
	done
	hg_d=$initdir/lib/modules/$kernel/updates/hyperv-guest
	for hg_m in $hg_names; do
		[ -f "$hg_set/$hg_m.ko" ] || continue
		hg_n=$(echo "$hg_m" | sed 's/[-_]/[-_]/g')
		find "$initdir/" -path "*/lib/modules/$kernel/*" -name "$hg_n.ko*" -exec rm -f {} +
		mkdir -p "$hg_d" && cp -p "$hg_set/$hg_m.ko" "$hg_d/" || return 1
	done
}

install() {
	return 0
}
