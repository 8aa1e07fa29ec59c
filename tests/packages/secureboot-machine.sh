# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The machine of secureboot.sh, which sources this: what it boots by, what is typed at
# its console, and what must be true of what it tells (secureboot-init.sh).

# shellcheck disable=SC2154 # set by secureboot.sh

cat >"$W/grub.cfg" <<EOT
search --no-floppy --file --set=root /boot/vmlinuz-$k
set timeout=0
menuentry test {
	linux /boot/vmlinuz-$k root=/dev/vda rootfstype=ext4 ro console=ttyS0 quiet mitigations=off init=/sb/init
	initrd /boot/initrd.img-$k
}
EOT
dos() {
	"$F/root/usr/bin/mtools" -c "$@"
}
esp() {
	export MTOOLS_SKIP_CHECK=1
	e=$W/esp.img
	truncate -s 40M "$e" &&
		dos mformat -i "$e" -F :: &&
		dos mmd -i "$e" ::/EFI ::/EFI/BOOT ::/EFI/debian &&
		dos mcopy -i "$e" "$F/root/usr/lib/shim/shimx64.efi.signed" ::/EFI/BOOT/BOOTX64.EFI &&
		dos mcopy -i "$e" "$F/root/usr/lib/shim/mmx64.efi.signed" ::/EFI/BOOT/mmx64.efi &&
		dos mcopy -i "$e" "$F/root/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" ::/EFI/BOOT/grubx64.efi &&
		dos mcopy -i "$e" "$W/grub.cfg" ::/EFI/debian/grub.cfg
}
check "the system partition is made" esp
cp "$F/root/usr/share/OVMF/OVMF_VARS_4M.ms.fd" "$W/vars.fd"

# start: the machine, its console in $W/console and what is typed from descriptor 7
start() {
	rm -f "$W/typed"
	mkfifo "$W/typed" || return 1
	: >"$W/console"
	qemu-system-x86_64 -machine q35,smm=on,accel=tcg -cpu Nehalem -m 1024 -display none -nic none \
		-global driver=cfi.pflash01,property=secure,value=on -global ICH9-LPC.disable_s3=1 \
		-drive "if=pflash,format=raw,unit=0,readonly=on,file=$F/root/usr/share/OVMF/OVMF_CODE_4M.secboot.fd" \
		-drive "if=pflash,format=raw,unit=1,file=$W/vars.fd" \
		-drive "if=none,id=root,format=raw,file=$W/root.img" -device virtio-blk-pci,drive=root,bootindex=2 \
		-drive "if=none,id=esp,format=raw,file=$W/esp.img" -device virtio-blk-pci,drive=esp,bootindex=1 \
		-serial stdio <"$W/typed" >"$W/console" 2>"$W/qemu.err" &
	qemu=$!
	exec 7>"$W/typed"
}

# shows SECONDS PATTERN: wait until the console shows that
shows() {
	n=$(($1 * 5))
	until grep -a -q -e "$2" "$W/console"; do
		n=$((n - 1))
		[ $n -gt 0 ] && kill -0 "$qemu" 2>/dev/null || { tail -c 1500 "$W/console"; return 1; }
		sleep 0.2
	done
}

# off SECONDS NAME: wait until the machine is switched off; what it told is in $W/NAME
off() {
	n=$(($1 * 5))
	while kill -0 "$qemu" 2>/dev/null && [ $n -gt 0 ] && ! grep -a -q 'Kernel panic' "$W/console"; do
		n=$((n - 1))
		sleep 0.2
	done
	exec 7>&-
	kill "$qemu" 2>/dev/null
	wait "$qemu" 2>/dev/null
	cp "$W/console" "$W/$2.console"
	tr -d '\r' <"$W/console" | sed -n 's/^.*\bsb \([a-z]*[:=] \|try \)/\1/p' >"$W/$2"
	grep '^end: ' "$W/$2" || { tail -c 1500 "$W/console"; return 1; }
}

told=
tells() {
	grep -q -e "$1" "$W/$told" || { cat "$W/$told"; return 1; }
}
tells_not() {
	grep -q '^end: ' "$W/$told" && ! grep -e "$1" "$W/$told"
}

# all_tried KIND PATTERN: of each of our modules the kernel said that
all_tried() {
	n=$(grep -c "^try $1 hv_" "$W/$told")
	echo "$n modules"
	grep "^try $1 hv_" "$W/$told"
	[ "$n" -eq "$(grep -c '^hv_' "$TOP/dkms/modules.tsv")" ] &&
		! grep "^try $1 hv_" "$W/$told" | grep -v -e "$2"
}

# typed KEYS: at the console; the menus are slow to listen
typed() {
	sleep 1
	printf '%b' "$1" >&7
}
down='\033[B'

# enrol: what a user does in the blue menu
enrol() {
	shows 120 'Press any key to perform MOK management' && typed '\r' &&
		shows 60 'Enroll key from disk' && typed "$down" && typed '\r' &&
		shows 60 'View key 0' && typed "$down" && typed '\r' &&
		shows 60 'Enroll the key' && typed "$down" && typed '\r' &&
		shows 60 'Password' && typed 'secret99\r' &&
		shows 60 'Reboot' && typed '\r'
}

# What a module says that has no host, or none to depend on: it came past the check.
no_host='No such device\|Unknown symbol'
refused='Key was rejected by service\|Operation not permitted'

start
check "the machine boots with the key not enrolled" off 400 phase1
told=phase1
grep -q "^end: 1" "$W/phase1" || verdict
check "secure boot is on" tells '^state: SecureBoot enabled'
check "the kernel is locked down" tells '^lockdown: .*\[integrity\]'
check "its own modules, which the initramfs holds, are loaded" tells '^own: 3'
check "its own hv_vmbus is taken" tells "^try own hv_vmbus: No such device"
check "none of ours is taken" all_tried ours "$refused"
check "nor another one signed by that key" tells "^try signed sb_any: $refused"
check "because of the key" tells '^dmesg: .*Loading of module with unavailable key is rejected'
check "none without a signature is taken" all_tried unsigned "$refused"
check "because there is none" tells '^dmesg: .*Loading of unsigned module is rejected'
check "mokutil says that the key is not enrolled" tells '^key: .* is not enrolled'
check "an installation leaves the kernel's own in use" tells '^side: .*/kernel/drivers/hv/hv_vmbus.ko'
check "and prints the three commands" tells '^install: hyperv-guest:     mokutil --import /var/lib/dkms/mok.pub'
check "the first command, as printed, does what it says" tells '^import= 0'
check "the key waits to be enrolled" tells '^asked: .*DKMS module signing key'

start
check "the menu of the firmware enrols the key" enrol
check "the machine boots with the key enrolled" off 600 phase2
told=phase2
grep -q "^end: 2" "$W/phase2" || verdict
check "secure boot is on" tells '^state: SecureBoot enabled'
check "the kernel is locked down" tells '^lockdown: .*\[integrity\]'
check "mokutil says that the key is enrolled" tells '^key: .* is already enrolled'
check "a module signed by that key is loaded" tells '^try signed sb_any: it is loaded'
check "each of ours passes the check of signatures" all_tried ours "$no_host"
check "hv_vmbus only misses its host" tells '^try ours hv_vmbus: No such device'
check "none without a signature is taken" all_tried unsigned "$refused"
check "because there is none" tells '^dmesg: .*Loading of unsigned module is rejected'
check "one signed by a stranger is not taken" tells "^try stranger sb_any: $refused"
check "this boot finishes the installation" tells '^boot: .*uses our modules'
check "our modules are those that will be loaded" tells '^side: .*/updates/hyperv-guest/hv_vmbus.ko'
check "and the initramfs agrees" tells '^check= 0'

start
check "the machine boots with the initramfs of our modules" off 400 phase3
told=phase3
check "the kernel is locked down" tells '^lockdown: .*\[integrity\]'
check "modprobe tries our hv_vmbus, and only the host is missing" tells '^vmbus: .*hv_vmbus.*No such device'
check "our modules are those that are loaded" tells '^side: .*/updates/hyperv-guest/hv_vmbus.ko'
check "nothing waits any more" tells_not '^waiting: .*waiting/'
