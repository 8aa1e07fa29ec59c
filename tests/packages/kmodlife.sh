#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The life of the RPM packages with modules for one kernel: several kernels and several
# versions side by side, before and after the kernel, upgraded, removed, with secure boot;
# no compiler, no DKMS, no headers. After every step each kernel has all of our modules
# or none, and its initramfs holds exactly those.
#
# usage: kmodlife.sh
#
# In a root directory of Debian 12 with dracut (chroot.sh): see rpmlife.sh.

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
suite=kmod
W=$TOP/build/kmodlife
# shellcheck source=tests/packages/life.sh
. "$HERE/life.sh"

[ $# -eq 0 ] || { echo "usage: kmodlife.sh" >&2; exit 2; }
if [ -z "${LIFE_CHROOT:-}" ]; then
	needs rpm rpmbuild musl-gcc openssl
	c=$("$HERE/chroot.sh" bookworm-dracut) || { echo "not ok $suite: no root directory"; exit 1; }
	rm -rf "$W"
	mkdir -p "$W/pkg" || exit 1
	LIFE_CHROOT=$c exec unshare -m sh "$0"
fi
mount --make-rprivate / || exit 1
kernel_of 6.1

kA=6.99.0-first kB=6.99.1-added
for k in "$kA" "$kB"; do make_kernel "$k" || exit 1; done

# pack VERSION KERNEL [SET]: its package, and the one that all share
pack() {
	s=${3:-$W/set-$1-$2}
	[ -d "$s" ] || sh "$W/tree-$1/dkms/kernel.sh" build "$2" "$W/headers-$2/usr/src/linux-headers-$2" "$s" || return 1
	sh "$W/tree-$1/packaging/rpm.sh" -k "$2" -s "$s" "$W/rpm" &&
		mv "$W/rpm/kmod-hyperv-guest-$2-$1"-1.*.rpm "$W/pkg/kmod-$1-$2.rpm" &&
		mv "$W/rpm/hyperv-guest-kmod-common-$1"-1.noarch.rpm "$W/pkg/common-$1.rpm" || return 1
	rm -rf "$W/rpm"
}
# signed FROM TO: the same set, its modules signed
signed() {
	cp -R "$1" "$2" && openssl req -new -x509 -nodes -days 36500 -subj '/CN=for tests' -newkey rsa:2048 \
		-keyout "$W/key" -outform DER -out "$2/cert.der" || return 1
	for m in "$2"/*.ko; do "$KDIR/scripts/sign-file" sha256 "$W/key" "$2/cert.der" "$m" || return 1; done
	(cd "$2" && cksum ./*.ko >manifest)
}
# old_rpm_reads RPM: what the rpm of RHEL 5 asks of a package
old_rpm_reads() {
	q=$(rpm -qp --qf '%{PAYLOADCOMPRESSOR} %{FILEDIGESTALGO}' "$1" 2>/dev/null)
	echo "$q"
	[ "$q" = "gzip 1" ] || [ "$q" = "gzip (none)" ] || return 1
	! rpm -qp --requires "$1" 2>/dev/null | grep -e GLIBC -e '\.so' -e '^rpmlib(' |
		grep -v -e CompressedFileNames -e PayloadFilesHavePrefix -e VersionedDependencies || return 1
	rpm -qp --scripts "$1" 2>/dev/null | awk '/scriptlet \(using/ { next } { print }' >"$W/scripts"
	! command -v shellcheck >/dev/null 2>&1 || shellcheck -s sh -S warning "$W/scripts"
}
lint() {
	rpmlint -c "$TOP/packaging/rpm/rpmlint.toml" "$W"/pkg/*.rpm >"$W/lint" 2>&1
	cat "$W/lint"
	# The names of the files are those of this test.
	! grep -e ": [EW]: " "$W/lint" | grep -v non-coherent-filename
}
no_trace() {
	! find "$R/lib/modules" "$R/usr/src" "$R/usr/lib" "$R/etc" "$R/var/lib" "$R/boot" -name '*hyperv-guest*' \
		! -path '*/lib/rpm/*' | grep .
}
# refused TARGET: make TARGET names the package, and changes nothing
refused() {
	run make -s -C /usr/local/src/hyperv-guest "$1" && return 1
	said "$1: .*kmod" && [ -x "$R/usr/lib/hyperv-guest/kernel.sh" ] && is $kB "ours 1.1.0"
}

for v in 1.0.0 1.1.0; do
	"$HERE/standin.sh" $v "$W/tree-$v" || exit 1
done
check "the package of a kernel is built" pack 1.0.0 $kA
check "that of the next version" pack 1.1.0 $kA
check "that of another kernel" pack 1.1.0 $kB
for f in "$W"/pkg/*.rpm; do check "RHEL 5's rpm reads ${f##*/}" old_rpm_reads "$f"; done
if command -v rpmlint >/dev/null 2>&1; then check "rpmlint finds nothing" lint; fi

new_system "$LIFE_CHROOT" || { echo "no system can be made of $LIFE_CHROOT"; exit 1; }
rm -f "$R/usr/sbin/dkms"
mkdir -p "$R/etc/rc.d/init.d"
check "a kernel without headers" install "$(image $kA)"
check "it uses its own modules" is $kA own
check "its package is installed" rpm_do -i "$W/pkg/common-1.0.0.rpm" "$W/pkg/kmod-1.0.0-$kA.rpm"
check "it uses our modules" is $kA "ours 1.0.0"
check "rpm finds the files unchanged" rpm_do -V hyperv-guest-kmod-common "kmod-hyperv-guest-$kA"
check "a newer package, of a kernel that is to come" rpm_do -U "$W/pkg/common-1.1.0.rpm" "$W/pkg/kmod-1.1.0-$kB.rpm"
check "the first kernel stays with the older one" is $kA "ours 1.0.0"
# rpm_do installs into that database
check "both packages are there" env HOME=/tmp rpm --root "$R" -q "kmod-hyperv-guest-$kA-1.0.0" "kmod-hyperv-guest-$kB-1.1.0"
check "nothing is under way" clean
check "that kernel is added" install "$(image $kB)"
check "it uses our modules, the newer ones" is $kB "ours 1.1.0"
check "an upgrade" rpm_do -U "$W/pkg/kmod-1.1.0-$kA.rpm"
for k in $kA $kB; do check "kernel $k uses the new modules" is $k "ours 1.1.0"; done
check "rpm finds the files unchanged" rpm_do -V hyperv-guest-kmod-common "kmod-hyperv-guest-$kA" "kmod-hyperv-guest-$kB"

# From source beside a package: its files would be overwritten, and deleted.
printf '#!/bin/sh\n[ "$1" = -qa ] || exit 1\nprintf "%%s\\n" hyperv-guest-kmod-common kmod-hyperv-guest-%s\n' $kB >"$R/usr/bin/rpm"
chmod 755 "$R/usr/bin/rpm"
"$TOP/packaging/stage.sh" "$R/usr/local/src/hyperv-guest" >/dev/null
check "make install refuses" refused install
check "make uninstall, too" refused uninstall
rm -rf "$R/usr/bin/rpm" "$R/usr/local/src/hyperv-guest"

check "one of them is removed" rpm_do -e "kmod-hyperv-guest-$kA"
check "its kernel uses its own modules" is $kA own
check "the other one does not" is $kB "ours 1.1.0"
check "what kernel-install of RHEL 8 runs is content" \
	run /usr/lib/kernel/install.d/95-hyperv-guest.install add $kB "/boot" "/boot/vmlinuz-$kB"
check "all are removed" rpm_do -e "kmod-hyperv-guest-$kB" hyperv-guest-kmod-common
for k in $kA $kB; do check "kernel $k uses its own modules" is $k own; done
check "nothing of ours is left" no_trace

# Secure boot, as far as the package is concerned: what signed the modules comes along.
check "a signed set" signed "$W/set-1.1.0-$kA" "$W/set-signed"
check "its package" pack 1.1.0 $kA "$W/set-signed"
stand_in_mokutil "$R/usr/bin/mokutil"
check "it is installed, the key is not enrolled" rpm_do -i "$W/pkg/common-1.1.0.rpm" "$W/pkg/kmod-1.1.0-$kA.rpm"
check "the command to enrol it is printed" said 'mokutil --import'
check "the kernel uses its own modules" is $kA own
cp "$W/set-signed/cert.der" "$R/enrolled"
check "at the next boot, with the key" run /usr/lib/hyperv-guest/kernel.sh boot
check "the kernel uses our modules" is $kA "ours 1.1.0"
check "all are removed" rpm_do -e "kmod-hyperv-guest-$kA" hyperv-guest-kmod-common
check "the kernel uses its own modules" is $kA own

verdict "$W"/tree-* "$W"/set-*
