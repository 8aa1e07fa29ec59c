#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Which qemu-system-x86_64 emulates the machine that runs the stand-in host.
#
# Prints its command. Version 7.2, which Debian 12 has, often damages the memory of
# a machine that runs a guest of its own, and the guest's: machines die or fall
# silent for no reason of ours (8 of 14 runs of net-bench in a row). 10.0 does it
# less (0 of 7 then, 3 of the 116 runs of a whole list); what lies between was not
# tried, and thread=single cures neither. Before 10 one from Debian's backports is
# unpacked into the cache; where that cannot be had the installed one is used.
#
# RIG_QEMU: another one

set -u
RIG=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$RIG/lib.sh"
# shellcheck disable=SC1091
. "$RIG/apt.sh"

[ $# -eq 0 ] || { echo "usage: emulator.sh" >&2; exit 2; }
if [ -n "${RIG_QEMU:-}" ]; then
	have "$RIG_QEMU" || die "there is no emulator $RIG_QEMU (RIG_QEMU)"
	echo "$RIG_QEMU"
	exit 0
fi
have qemu-system-x86_64 || die "qemu-system-x86_64 is needed: run tests/rig/setup.sh"
version=$(qemu-system-x86_64 --version | sed -n 's/^QEMU emulator version \([0-9]*\)\..*/\1/p')
if [ "${version:-0}" -ge 10 ]; then
	echo qemu-system-x86_64
	exit 0
fi

out=$CACHE/qemu
fetched() {
	[ -x "$out/run" ] || return
	echo "$out/run"
	exit 0
}
fetched
cache_dir
have flock || die "flock is needed: run tests/rig/setup.sh"
exec 9>"$CACHE/fetch.lock"
flock 9
fetched
note "fetching the emulator from bookworm-backports, newer than the installed $version"
rm -rf "$out.new"
if ! (
	apt_open bookworm-backports amd64
	apt_unpack "$out.new" qemu-system-x86 qemu-system-data seabios
); then
	rm -rf "$out.new"
	note "the installed emulator is used: some runs will have to be repeated"
	echo qemu-system-x86_64
	exit 0
fi
# Firmware is looked for where that package would have been installed.
cat >"$out.new/run" <<'RUN'
#!/bin/sh
d=$(dirname "$0")
exec "$d/usr/bin/qemu-system-x86_64" -L "$d/usr/share/qemu" -L "$d/usr/share/seabios" "$@"
RUN
chmod +x "$out.new/run"
# The libraries are those of the installed one.
if ! "$out.new/run" --version >/dev/null 2>"$out.new/error"; then
	note "the newer emulator does not run here ($(sed 1q "$out.new/error")); the installed one is used"
	rm -rf "$out.new"
	echo qemu-system-x86_64
	exit 0
fi
rm -rf "$out"
mv "$out.new" "$out" || die "cannot write to $out"
echo "$out/run"
