# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The power goes while the package manager works, and file systems that are full: the
# machine still boots, and what a user does then repairs it. Part of lifecycle.sh,
# which sources it; life-kill.sh cuts kernel.sh alone, at each of its steps.

# shellcheck disable=SC2154,SC2086 # set by lifecycle.sh, some are words

# power_cut MILLISECONDS COMMAND...: all that the command has started dies at that time
power_cut() {
	at=$1
	shift
	echo "\$ cut after $at ms: $*" >>"$W/log"
	timeout -s KILL "$((at / 1000)).$(printf %03d $((at % 1000)))" unshare -n -p -f --kill-child=KILL --mount-proc="$R/proc" \
		chroot "$R" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp DEBIAN_FRONTEND=noninteractive \
		LC_ALL=C TERM=dumb "$@" >"$W/said" 2>&1 </dev/null
	rc=$?
	cat "$W/said" >>"$W/log"
	return $rc
}

# cut_loop WHAT BEFORE AFTER COMMAND...: cut at some points of the time that it takes.
# BEFORE and AFTER are commands: what puts the system into the first state, and what
# must be true when all is repaired.
cut_loop() {
	doing=$1 before=$2 after=$3
	shift 3
	$before >"$W/last" 2>&1
	t0=$(date +%s%N)
	run "$@"
	took=$((($(date +%s%N) - t0) / 1000000))
	check "$doing, not cut: all is as it should be" $after
	for part in 20 40 60 80; do
		$before >"$W/last" 2>&1 || { check "$doing: the state before" false; break; }
		power_cut $((took * part / 100)) "$@"
		for k in "$kA" $kB; do
			[ ! -e "$R/boot/initrd.img-$k" ] || check "$doing, cut at $part%: kernel $k boots" bootable "$k"
		done
		# What the machine does at its next boot, and then its user.
		run $K boot
		for k in "$kA" $kB; do
			[ ! -e "$R/boot/initrd.img-$k" ] || check "$doing, cut at $part%: one side after a boot of $k" side "$k"
		done
		run dpkg --configure -a
		run "$@"
		check "$doing, cut at $part%: done again, all is as it should be" $after
		check "$doing, cut at $part%: nothing is left" clean
	done
}

both_are() {
	for k in "$kA" $kB; do
		is "$k" "$1" || return 1
	done
}
apt='apt-get -o APT::Sandbox::User=root -y --no-install-recommends --allow-downgrades'

# ---- an upgrade, a removal, a kernel that is added

check "our package is installed for the tests of power cuts" install $dkms1
before_upgrade() {
	run dpkg --configure -a
	install $dkms1 && both_are "$ours1"
}
after_upgrade() {
	both_are "$ours2"
}
cut_loop "an upgrade" before_upgrade after_upgrade $apt install $dkms2

before_removal() {
	run dpkg --configure -a
	install $dkms2 && both_are "$ours2"
}
after_removal() {
	both_are own
}
cut_loop "a removal" before_removal after_removal $apt remove hyperv-guest-dkms

check "our package is there again" install $dkms2
before_kernel() {
	run dpkg --configure -a
	run dpkg --purge --force-all "linux-image-$kB" "linux-headers-$kB"
	[ ! -e "$R/boot/vmlinuz-$kB" ] && is "$kA" "$ours2"
}
# dpkg may ask for that of what was cut in the middle.
cut_loop "a kernel is added" before_kernel after_upgrade $apt --reinstall install "$(headers $kB)" "$(image $kB)"

# ---- no room

# with_room DIRECTORY KILOBYTES COMMAND...: on a file system of its own that has so much
# room left
with_room() {
	at=$R$1 free=$2
	shift 2
	rm -rf "$W/mem/kept"
	mkdir -p "$at"
	cp -a "$at" "$W/mem/kept"
	mount -t tmpfs -o "size=$(($(du -sk "$at" | cut -f 1) + 4096))k,mode=$(stat -c %a "$at")" tmpfs "$at" || return 1
	cp -a "$W/mem/kept/." "$at/" || return 1
	room=$(df -k --output=avail "$at" | tail -n 1)
	head -c $(((room - free) * 1024)) /dev/zero >"$at/.filler" || return 1
	run "$@"
	rc=$?
	rm -f "$at/.filler"
	# What stands there now is what counts afterwards.
	rm -rf "$W/mem/kept"
	cp -a "$at" "$W/mem/kept"
	umount "$at"
	find "$at" -mindepth 1 -delete
	cp -a "$W/mem/kept/." "$at/"
	return $rc
}

run $K remove "$kB"
check "the kernel uses its own modules" is "$kB" own
save
arch=$(ls "$R/var/lib/dkms/hyperv-guest/1.1.0/$kB" | head -n 1)
new=/var/lib/dkms/hyperv-guest/1.1.0/$kB/$arch/set
for place in "/lib/modules 0" "/lib/modules 40" "/lib/modules 120" "/lib/modules 240" "/var/lib/hyperv-guest 0" \
	"/var/tmp 0" "/var/tmp 64" "/var/tmp 600" "/boot 0"; do
	d=${place% *}
	for act in install remove; do
		restore
		had=own
		if [ $act = remove ]; then
			run $K install "$kB" "$new"
			had=$ours2
		fi
		case $act in
		install) with_room "$d" "${place#* }" $K install "$kB" "$new" ;;
		remove) with_room "$d" "${place#* }" $K remove "$kB" ;;
		esac
		ended=$?
		check "$act with ${place#* } KiB left in $d (exit code $ended): it boots" bootable "$kB"
		case $act:$ended in
		install:0) check "$act with ${place#* } KiB left in $d: done" is "$kB" "$ours2" ;;
		remove:0) check "$act with ${place#* } KiB left in $d: done" is "$kB" own ;;
		*)
			check "$act with ${place#* } KiB left in $d: which is said" said '^hyperv-guest: '
			run $K settle "$kB"
			if [ $act = install ]; then
				check "$act with ${place#* } KiB left in $d: settled: as before" is "$kB" "$had"
				run $K install "$kB" "$new"
				check "$act with ${place#* } KiB left in $d: again, with room" is "$kB" "$ours2"
			else
				run $K remove "$kB"
				check "$act with ${place#* } KiB left in $d: again, with room" is "$kB" own
			fi ;;
		esac
		check "$act with ${place#* } KiB left in $d: nothing is left" clean
	done
done

restore
run $K install "$kB" "$new"
with_room /boot 0 apt-get -y remove hyperv-guest-dkms
check "the package is removed with no room in /boot: that fails" test $? -ne 0
check "which is said" said 'nothing is removed while there is no way back for'
check "all goes on as before" both_are "$ours2"
check "nothing is left" clean

check "the package can be removed after all that" run apt-get -y purge hyperv-guest-dkms
check "all is as before" both_are own
