# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: file copy: existing files, missing directories, full disks, names that lead elsewhere, blocks that lie
# drivers: both
# daemons: yes
# host: -device fcopy
# timeout: 90

guest() {
	mkdir -p /small
	# ten blocks: a daemon that gets half a block on the disk may not know why
	check "a small file system" mount -t tmpfs -o size=60k tmpfs /small
	for d in $RIG_DAEMONS; do
		rm -rf /tmp/in /tmp/new /tmp/outside
		mkdir /tmp/in
		check "$d: the daemon starts" daemon_start "$d" fcopy || return 0
		body
		daemon_kill fcopy TERM
	done
}

# wide TEXT: its letters in UTF-16, padded to 520 bytes
wide() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../&00/g' | awk '{ printf "%s", $0; for (i = length($0); i < 1040; i++) printf "0" } END { if (!NR) for (i = 0; i < 1040; i++) printf "0" }'; }
zeros() { printf "%0$(($1 * 2))d" 0; }
# the beginning of a file by name and path in hex
raw_start() { svc fcopy raw "00000000$(zeros 32)$1$2$(zeros 12)"; }

body() {
	echo old >/tmp/in/file
	svc fcopy start file /tmp/in/ 0 6144
	svc_is 80070050 "$d: a file that exists is not overwritten"
	is "$(cat /tmp/in/file)" old "$d: it is as it was"
	svc fcopy start file /tmp/in/ 1 6144 && svc fcopy write 0 6144 && svc fcopy complete
	svc_is 0 "$d: with the flag it is"
	is "$(wc -c </tmp/in/file)" 6144 "$d: and replaced"

	svc fcopy start file /tmp/new/deep/ 0 6144
	check "$d: a missing directory is not made" test "$SVC_STATUS" != 0
	svc fcopy start file /tmp/new/deep/ 2 6144 && svc fcopy write 0 6144 && svc fcopy complete
	svc_is 0 "$d: with the flag it is"
	is "$(wc -c </tmp/new/deep/file)" 6144 "$d: and the file is there"

	rm -f /small/*
	svc fcopy start file /small/ 0 614400
	n=0
	while [ "$SVC_STATUS" = 0 ] && [ "$n" -lt 100 ]; do
		svc fcopy write $((n * 6144)) 6144
		n=$((n + 1))
	done
	svc_is 80070070 "$d: a full disk is said so"
	svc fcopy cancel
	is "$(ls -A /small)" "" "$d: nothing is left of it"

	svc fcopy write 0 6144
	check "$d: a block without a file fails" test "$SVC_STATUS" != 0
	svc fcopy start file2 /tmp/in/ 0 6144
	svc_is 0 "$d: afterwards a file can be begun"
	svc fcopy cancel

	if [ "$RIG_DRIVERS" = ours ]; then
		echo precious >/tmp/outside
		svc fcopy start ../outside /tmp/in/ 1 6144
		svc_is 80070057 "$d: a name that leads up"
		svc fcopy start outside /tmp/in/../ 1 6144
		svc_is 80070057 "$d: a path that leads up"
		svc fcopy start sub/file /tmp/in/ 2 6144
		svc_is 80070057 "$d: a name with a directory"
		svc fcopy start .. /tmp/in/ 1 6144
		svc_is 80070057 "$d: the directory above"
		raw_start "$(zeros 520)" "$(wide /tmp/in/)"
		svc_is 80070057 "$d: no name"
		raw_start "00d8$(zeros 518)" "$(wide /tmp/in/)"
		svc_is 80070057 "$d: half a surrogate pair in the name"
		is "$(cat /tmp/outside)" precious "$d: what is outside is as it was"

		svc fcopy raw 00000000 500
		svc_is 80070057 "$d: a beginning cut short"
		svc fcopy raw 0000
		svc_is 80070057 "$d: two bytes"
		svc fcopy raw 07000000 64
		svc_is 80070032 "$d: an unknown operation"
		svc fcopy start lies /tmp/in/ 0 6144
		svc fcopy write 0 6144 6145
		svc_is 80070057 "$d: a block that claims 6145 bytes"
		svc fcopy write 0 6144 4294967295
		svc_is 80070057 "$d: a block that claims 4 GiB"
		svc fcopy write 18446744073709551615 6144
		svc_is 80070057 "$d: a block at the end of all offsets"
		svc fcopy raw "01000000$(zeros 36)$(zeros 8)00100000" 1000
		svc_is 80070057 "$d: a block with fewer bytes than it claims"
		svc fcopy cancel
	fi
	rm -f /tmp/in/*
	svc fcopy start good /tmp/in/ 0 6144 && svc fcopy write 0 6144 && svc fcopy complete
	svc_is 0 "$d: and the service goes on"
}
