# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Killed at each step of kernel.sh, a full disk, a key that is not enrolled: the
# machine still boots, and running it again repairs what is left. Part of
# lifecycle.sh, which sources it.

# shellcheck disable=SC2154 # set by lifecycle.sh

check "our package is installed for the tests of interruption" install $dkms2
arch=$(ls "$R/var/lib/dkms/hyperv-guest/1.1.0/$kB" | head -n 1)
new=/var/lib/dkms/hyperv-guest/1.1.0/$kB/$arch/set
# The modules of the older version, as a set to begin an upgrade with.
old=/var/tmp/old-set
cp -R "$R$new" "$R$old"
sh "$W/tree-1.0.0/dkms/kernel.sh" build "$kB" "$W/headers-$kB/usr/src/linux-headers-$kB" "$W/oldset" >"$W/said" 2>&1
for m in $hv; do
	# Built for another release: only the vermagic differs, same length.
	cp "$W/oldset/$m.ko" "$R$old/$m.ko" 2>/dev/null
done
if [ "$(modinfo -F vermagic "$R$old/hv_vmbus.ko" | cut -d ' ' -f 1)" != "$kB" ]; then
	run dkms build -m hyperv-guest -v 1.1.0 -k "$kB"
	rm -rf "${R:?}$old"
	cp -R "$R$new" "$R$old"
fi
(cd "$R$old" && cksum ./*.ko >manifest)
oldversion="ours $(modinfo -F version "$R$old/hv_vmbus.ko")"

K=/usr/lib/hyperv-guest/kernel.sh
mkdir -p "$R/shim"
for t in mv cp rm mkdir rmdir ln depmod sync mkinitramfs dracut run-parts; do
	cat >"$R/shim/$t" <<'EOT'
#!/bin/sh
# Counts what kernel.sh itself runs, and kills it before or during one of them.
PATH=${PATH#/shim:}
export PATH
case $(tr '\000' ' ' </proc/$PPID/cmdline) in
*kernel.sh*|*rebuild.sh*)
	n=$(($(cat /shim/count) + 1))
	echo $n >/shim/count
	if [ "$n" = "$(cat /shim/at)" ]; then
		echo "${0##*/} $*" >/shim/victim
		case ${0##*/} in
		mkinitramfs|dracut) "${0##*/}" "$@" & sleep 1 ;;
		esac
		kill -9 0
		sleep 10
	fi ;;
esac
exec "${0##*/}" "$@"
EOT
	chmod 755 "$R/shim/$t"
done
# The shims are run by a shell that must find the real tools.
killed_at() {
	echo 0 >"$R/shim/count"
	echo "$1" >"$R/shim/at"
	rm -f "$R/shim/victim"
	shift
	echo "\$ killed at $(cat "$R/shim/at"): $*" >>"$W/log"
	unshare -n setsid -w chroot "$R" env -i PATH=/shim:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
		"$@" >"$W/said" 2>&1 </dev/null
	cat "$W/said" >>"$W/log"
	[ -f "$R/shim/victim" ]
}

snap=$W/mem/snap
save() {
	rm -rf "$snap"
	mkdir -p "$snap/var/lib"
	cp -a "$R/lib/modules/$kB" "$snap/modules"
	cp -a "$R/boot" "$snap/boot"
	cp -a "$R/var/lib/hyperv-guest" "$snap/state"
}
restore() {
	rm -rf "$R/lib/modules/$kB" "$R/lib/modules/.hyperv-guest" "${R:?}"/boot/* "$R/var/lib/hyperv-guest" "${R:?}"/var/tmp/hyperv-guest.* "${R:?}"/var/tmp/mkinitramfs*
	cp -a "$snap/modules" "$R/lib/modules/$kB"
	cp -a "$snap/boot/." "$R/boot/"
	cp -a "$snap/state" "$R/var/lib/hyperv-guest"
}

# is_one_of KERNEL SIDE|SIDE
is_one_of() {
	is "$1" "${2%|*}" || is "$1" "${2#*|}"
}

# boot_full: from now on there is no room in /boot for another initramfs, until boot_free
boot_full() {
	rm -rf "$W/mem/boot"
	cp -a "$R/boot" "$W/mem/boot"
	mount -t tmpfs -o "size=$(($(du -sk "$R/boot" | cut -f 1) + 600))k" tmpfs "$R/boot"
	cp -a "$W/mem/boot/." "$R/boot/"
	cat /dev/zero >"$R/boot/.filler" 2>/dev/null
}
boot_free() {
	rm -rf "$R/boot/.filler" "$W/mem/boot"
	cp -a "$R/boot" "$W/mem/boot"
	umount "$R/boot"
	find "$R/boot" -mindepth 1 -delete
	cp -a "$W/mem/boot/." "$R/boot/"
}

# kill_loop WHAT BEFORE AFTER COMMAND...: killed at each step in turn; "full" as the first
# word of the command: with no room in /boot
kill_loop() {
	doing=$1 before=$2 after=$3 begun=
	shift 3
	n=0
	while :; do
		n=$((n + 1))
		[ $n -lt 80 ] || { check "$doing: ends" false; break; }
		if [ -n "$quick" ]; then
			# Some of the steps, among them the initramfs.
			case $n in 8|13|20) ;; [1-9]|1[0-9]) continue ;; *) break ;; esac
		fi
		restore
		if [ "$1" = full ]; then
			shift
			boot_full
			killed_at $n "$@"
			rc=$?
			boot_free
			set -- full "$@"
			[ $rc -eq 0 ] || break
		else
			killed_at $n "$@" || break
		fi
		v=$(sed 's/\([^ ]*\) .*\/\([^ ]*\)$/\1 \2/' "$R/shim/victim")
		# The journal comes with the first change and goes with the last one;
		# killed after that, all is done.
		[ ! -e "$R/var/lib/hyperv-guest/journal/$kB" ] || begun=y
		want=${begun:+$after}
		want=${want:-$before}
		check "$doing killed at step $n ($v): it boots" bootable "$kB"
		run $K settle "$kB"
		check "$doing killed at step $n ($v): mended by settle, $want" is_one_of "$kB" "$want"
		check "$doing killed at step $n ($v): nothing is left" clean
	done
	[ -n "$quick" ] || check "$doing without being killed: $after" is_one_of "$kB" "$after"
}

run $K remove "$kB"
check "the kernel uses its own modules" is "$kB" own
save
kill_loop install own "$ours2" $K install "$kB" $new
if [ -z "$quick" ]; then
	restore
	run $K install "$kB" $old
	check "an older set is in use" is "$kB" "$oldversion"
	save
	kill_loop upgrade "$oldversion" "$ours2" $K install "$kB" $new
	kill_loop remove "$oldversion" own $K remove "$kB"
	# With no room the old ones come back; with room settle goes on with what was begun.
	kill_loop "the way back" "$oldversion" "$oldversion|$ours2" full $K install "$kB" $new
	kill_loop "a removal that cannot be" "$oldversion" "$oldversion|own" full $K remove "$kB"
	# At boot: what waited for a key, and what was cut off.
	restore
	run $K remove "$kB"
	mkdir -p "$R/var/lib/hyperv-guest/waiting"
	cp -R "$R$new" "$R/var/lib/hyperv-guest/waiting/$kB"
	save
	kill_loop "boot" own "$ours2" $K boot
	rm -rf "$R/var/lib/hyperv-guest/waiting"
	run $K install "$kB" $old
	echo remove >"$R/var/lib/hyperv-guest/journal/$kB"
	save
	kill_loop "boot after a cut" own own $K boot
	# Without DKMS.
	restore
	run $K settle "$kB"
	save
	kill_loop "rebuild" own "$ours2" env HYPERV_GUEST_SOURCES=/usr/src/hyperv-guest-1.1.0 $K rebuild "$kB"
	restore
	run $K remove "$kB"
	save
fi

# A set that does not hold together: nothing is changed, and said.
restore
rm -rf "$R/var/tmp/broken"
cp -R "$R$new" "$R/var/tmp/broken"
rm "$R/var/tmp/broken/hv_storvsc.ko"
run $K install "$kB" /var/tmp/broken
check "a set without the disk driver is refused" is "$kB" own
check "which is said" said 'cannot be used'

# An initramfs that lacks what it should hold never replaces the old one.
restore
printf '#!/bin/sh\nfor o; do case $o in /boot/*) f=$o ;; esac; done\necho | gzip >"$f"\n' >"$R/shim/empty"
chmod 755 "$R/shim/empty"
mkdir -p "$R/shim2"
for t in mkinitramfs dracut; do cp "$R/shim/empty" "$R/shim2/$t"; done
check "a tool that makes an empty initramfs: install fails" sh -c \
	"! chroot '$R' env -i PATH=/shim2:/usr/sbin:/usr/bin:/sbin:/bin $K install $kB $new >'$W/said' 2>&1"
check "the kernel uses its own modules" is "$kB" own
check "nothing is left" clean

# No room in /boot for a second image.
restore
mkdir -p "$W/mem/boot"
cp -a "$R/boot/." "$W/mem/boot/"
mount -t tmpfs -o "size=$(($(du -sk "$R/boot" | cut -f 1) + 600))k" tmpfs "$R/boot"
cp -a "$W/mem/boot/." "$R/boot/"
run $K install "$kB" $new
check "/boot is full: install fails" test $? -ne 0
check "it boots" bootable "$kB"
check "the kernel uses its own modules" is "$kB" own
check "nothing is left" clean
umount "$R/boot"

# Secure boot, by a stand-in of mokutil (secureboot.sh does it with real firmware).
restore
mok=$R/usr/local/bin/mokutil
stand_in_mokutil "$mok"
with_mok() {
	run env PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# Debian 11's program needs libraries that this machine need not have.
# shellcheck disable=SC2030 # only there
signer=$(kernel_of 6.1; echo "$KDIR/scripts/sign-file")

# signed_set NAME FROM: a set as it is when DKMS has a key called NAME
signed_set() {
	d=$R/var/tmp/$1
	rm -rf "$d"
	cp -R "$R$2" "$d" &&
		openssl req -new -x509 -nodes -days 36500 -subj "/CN=$1" -newkey rsa:2048 -keyout "$W/$1.key" \
			-outform DER -out "$d/cert.der" 2>/dev/null || return 1
	for m in "$d"/*.ko; do
		"$signer" sha256 "$W/$1.key" "$d/cert.der" "$m" || return 1
	done
	(cd "$d" && cksum ./*.ko >manifest)
}
rm -rf "$R/var/tmp/unsigned"
cp -R "$R$new" "$R/var/tmp/unsigned"
rm -f "$R/var/tmp/unsigned/cert.der"
check "a set is signed by a key" signed_set first "$new"
check "and the older one by another" signed_set second "$old"

with_mok $K install "$kB" /var/tmp/unsigned
check "secure boot and no key: the kernel's own modules stay" is "$kB" own
check "what to do is printed" said_times 2 '^hyperv-guest:     '
with_mok $K boot
check "a boot does not change that" is "$kB" own

with_mok $K install "$kB" /var/tmp/first
check "a key that is not enrolled: the kernel's own modules stay" is "$kB" own
check "the three commands are printed" said_times 3 '^hyperv-guest:     '
check "the first names a certificate that is there" sh -c "[ -s \"$R\$(sed -n 's/.*mokutil --import \([^ ]*\).*/\1/p' '$W/said')\" ]"
with_mok $K boot
check "a boot without the key does not change that" is "$kB" own
cp "$R/var/tmp/first/cert.der" "$R/enrolled"
with_mok $K boot
check "the first boot with the key finishes it" is "$kB" "$ours2"
check "nothing waits any more" sh -c "! ls '$R'/var/lib/hyperv-guest/waiting/* 2>/dev/null"

with_mok $K install "$kB" /var/tmp/second
check "a set of a key that is not enrolled: what works goes on" is "$kB" "$ours2"
check "the three commands are printed" said_times 3 '^hyperv-guest:     '
rm "$R/enrolled"
with_mok $K install "$kB" /var/tmp/second
check "neither key is enrolled: the kernel uses its own modules" is "$kB" own
cp "$R/var/tmp/second/cert.der" "$R/enrolled"
with_mok $K boot
check "the boot with the second key" is "$kB" "$oldversion"
rm -f "$mok" "$R/enrolled"

# Without mokutil the firmware's variables tell.
restore
efi=$R/sys/firmware/efi/efivars
mkdir -p "$efi"
printf '\006\000\000\000\001' >"$efi/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
mv "$R/usr/bin/mokutil" "$R/usr/bin/mokutil.away"
run $K install "$kB" /var/tmp/first
check "secure boot without mokutil: the kernel's own modules stay" is "$kB" own
check "mokutil is asked for" said 'mokutil is missing'
printf '\006\000\000\000\001' >"$efi/MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23"
run $K install "$kB" /var/tmp/first
check "shim does not verify: our modules are used" is "$kB" "$ours2"
restore
rm "$efi"/MokSBStateRT-*
printf '\006\000\000\000\000' >"$efi/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
run $K install "$kB" /var/tmp/unsigned
check "secure boot is off: a set without signatures is used" is "$kB" "$ours2"
rm -rf "$R/sys/firmware"
mv "$R/usr/bin/mokutil.away" "$R/usr/bin/mokutil"

check "the package can be removed afterwards" run apt-get -y purge hyperv-guest-dkms
check "all is as before" is "$kB" own
