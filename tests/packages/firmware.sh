#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetch what a machine with secure boot begins with into the cache: OVMF with
# Microsoft's keys, Debian's signed shim and GRUB; nothing is installed.
#
# usage: firmware.sh     prints the directory

set -u
LC_ALL=C
export LC_ALL
RIG=$(cd "$(dirname "$0")/../rig" && pwd)
# shellcheck source=tests/rig/lib.sh
. "$RIG/lib.sh"
# shellcheck source=tests/rig/apt.sh
. "$RIG/apt.sh"

[ $# -eq 0 ] || { echo "usage: firmware.sh" >&2; exit 2; }
final=$CACHE/firmware
# Raise when what goes in changes.
layout=1
[ "$(cat "$final/layout" 2>/dev/null)" = $layout ] && { echo "$final"; exit 0; }
cache_dir
have flock || die "flock is needed: run tests/rig/setup.sh"
exec 9>"$CACHE/fetch.lock"
flock 9
[ "$(cat "$final/layout" 2>/dev/null)" = $layout ] && { echo "$final"; exit 0; }

new=$CACHE/.new-firmware
rm -rf "$new"
apt_open bookworm,bookworm-security amd64
# mtools makes the system partition; openssl goes into the system for DKMS's key.
apt_unpack "$new/root" ovmf shim-signed shim-helpers-amd64-signed grub-efi-amd64-signed mtools
apt_unpack "$new/openssl" openssl
echo $layout >"$new/layout"
rm -rf "$final"
mv "$new" "$final" || die "cannot put the files into $final"
echo "$final"
