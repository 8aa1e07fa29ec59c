# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: file copy: files of the host arrive in the guest byte for byte, also those over 4 GiB
# drivers: both
# daemons: yes
# host: -device fcopy
# timeout: 120

prepare() {
	dd if=/dev/urandom of="$JOBTMP/big" bs=10000 count=1001 2>/dev/null
	dd if=/dev/urandom of="$JOBTMP/block" bs=6144 count=1 2>/dev/null
	: >"$JOBTMP/empty"
	md5sum <"$JOBTMP/big" | cut -d' ' -f1 >big.md5
	md5sum <"$JOBTMP/block" | cut -d' ' -f1 >block.md5
}

# The host's part: the names of its files are known here only.
host() {
	hv "wait-trace note begin 200" >/dev/null 2>&1 || return 0
	while :; do
		for f in big block empty; do
			like "$(hv "dev fcopy copy $JOBTMP/$f $f /tmp/in/ 2")" "status 0 *" "$f is copied"
		done
		hv "trace copied" >/dev/null 2>&1
		hv "wait-trace note begin 200" >/dev/null 2>&1 || return 0
	done
}

guest() {
	mkdir -p /big
	check "a file system that says it has room" mount -t tmpfs -o size=6g tmpfs /big
	for d in $RIG_DAEMONS; do
		rm -rf /tmp/in
		check "$d: the daemon starts" daemon_start "$d" fcopy || return 0
		hv "trace begin"
		hv "wait-trace note copied 120" || not_ok "the host copies"
		is "$(wc -c </tmp/in/big)" 10010000 "$d: the file of 10 MB is as long as it was"
		diag "$d big $(md5sum </tmp/in/big | cut -d' ' -f1)"
		is "$(wc -c </tmp/in/block)" 6144 "$d: a file of one block"
		diag "$d block $(md5sum </tmp/in/block | cut -d' ' -f1)"
		is "$(wc -c </tmp/in/empty)" 0 "$d: a file of nothing"

		# 5 GB, most of it a hole
		svc fcopy start sparse /big/ 1 5000000000
		svc_is 0 "$d: a file of 5 GB is begun"
		svc fcopy write 0 6144
		svc_is 0 "$d: its first block"
		svc fcopy write 4294967296 6144
		svc_is 0 "$d: one at 4 GiB"
		svc fcopy write 4999999000 1000
		svc_is 0 "$d: the last one"
		svc fcopy complete
		svc_is 0 "$d: it is complete"
		is "$(stat -c %s /big/sparse)" 5000000000 "$d: its size"
		is "$(dd if=/big/sparse bs=4096 skip=1048576 count=1 2>/dev/null | tr -d "$(printf '\\%o' $((65 + 4294967296 / 6144 % 26)))" | wc -c)" 0 \
			"$d: what was written at 4 GiB is there"
		is "$(tail -c 1001 /big/sparse | head -c 1 | tr -d '\0' | wc -c)" 0 "$d: and nothing before the end"

		svc fcopy start 'größe.txt' /tmp/in 0 6144
		svc_is 0 "$d: a name of wider letters, a path without slash at the end"
		svc fcopy write 0 6144
		svc fcopy complete
		svc_is 0 "$d: is copied"
		is "$(wc -c <"/tmp/in/größe.txt")" 6144 "$d: and there"
		daemon_kill fcopy TERM
	done
}

after() {
	for d in $(sed -n 's/^# \([a-z]*\) big .*/\1/p' guest.tap | tr -d '\r'); do
		check "$d: the big file arrived unchanged" guest_reached "$d big $(cat big.md5)"
		check "$d: the block arrived unchanged" guest_reached "$d block $(cat block.md5)"
	done
}
