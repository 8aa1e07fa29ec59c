#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Unpack the ELF kernel inside a bzImage, without its symbols.

set -u
[ $# -eq 2 ] || { echo "usage: extract-vmlinux.sh BZIMAGE OUTPUT" >&2; exit 2; }
in=$1 out=$2
[ -r "$in" ] || { echo "extract-vmlinux.sh: cannot read $in" >&2; exit 1; }

# The setup header (boot protocol 2.08 and later) says where the payload lies:
# payload_offset at 0x248 and payload_length at 0x24c count from the end of the
# real-mode part, which is setup_sects + 1 sectors long (0x1f1).
byte() { od -An -tu1 -j "$1" -N 1 "$in" | tr -d ' '; }
word() {
	echo $(($(byte "$1") | $(byte $(($1 + 1))) << 8 | \
		$(byte $(($1 + 2))) << 16 | $(byte $(($1 + 3))) << 24))
}
magic=$(dd if="$in" bs=1 skip=514 count=4 2>/dev/null)
[ "$magic" = HdrS ] || { echo "extract-vmlinux.sh: $in is no bzImage" >&2; exit 1; }
setup=$(byte 497)
[ "$setup" -eq 0 ] && setup=4
start=$(((setup + 1) * 512 + $(word 584)))
length=$(word 588)

payload=$out.payload
trap 'rm -f "$payload" "$out.raw"' EXIT
tail -c +$((start + 1)) "$in" | head -c "$length" >"$payload"

# The payload ends with four bytes of its uncompressed size, which some
# unpackers call trailing garbage: the result is judged, not their exit code.
case $(od -An -tx1 -N 6 "$payload" | tr -d ' \n') in
fd377a585a00*) xz -dc --single-stream <"$payload" >"$out.raw" 2>/dev/null ;;
28b52ffd*) head -c $((length - 4)) "$payload" | zstd -dc -q >"$out.raw" 2>/dev/null ;;
1f8b*) gzip -dc <"$payload" >"$out.raw" 2>/dev/null ;;
5d0000*) xz -dc --format=lzma <"$payload" >"$out.raw" 2>/dev/null ;;
425a68*) bzip2 -dc <"$payload" >"$out.raw" 2>/dev/null ;;
02214c18*) head -c $((length - 4)) "$payload" | lz4 -dc -q >"$out.raw" 2>/dev/null ;;
*) echo "extract-vmlinux.sh: unknown compression in $in" >&2; exit 1 ;;
esac

if [ "$(head -c 4 "$out.raw" | tail -c 3)" != ELF ]; then
	echo "extract-vmlinux.sh: no ELF kernel in $in" >&2
	exit 1
fi
# Without strip the kernel is only longer to load.
if ! strip -s -o "$out" "$out.raw" 2>/dev/null; then
	mv "$out.raw" "$out"
fi
