# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: data exchange: ill-formed lengths, sizes and text of the host are refused, the service goes on
# drivers: ours
# daemons: yes
# host: -device kvp
# timeout: 90

# Only ours: the kernel's own hand most of these to the daemon as they can.

guest() {
	hostname guest
	for d in $RIG_DAEMONS; do
		rm -rf /var/lib/hyperv
		check "$d: the daemon starts" daemon_start "$d" kvp || return 0
		svc kvp set 0 good value
		svc_is 0 "$d: a good key"
		body
		is "$(hv "dev kvp list 0" | tr '\n' '|')" "good=value|status 0x80070103 count 1|" "$d: the pool is as it was"
		is "$(wc -c </var/lib/hyperv/.kvp_pool_0)" 2560 "$d: one record"
		daemon_kill kvp TERM
	done
}

le32() { printf '%02x%02x%02x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)); }
zeros() { printf "%0$(($1 * 2))d" 0; }
# pair OPERATION TYPE KEYSIZE VALUESIZE KEYHEX VALUEHEX: a message with them
pair() {
	pair_key=$5
	pair_pad=$((512 - ${#5} / 2))
	printf '%02x000000%s%s%s%s%s%s' "$1" "$(le32 "$2")" "$(le32 "$3")" "$(le32 "$4")" "$pair_key" "$(zeros $pair_pad)" "$6"
}
# bad STATUS NAME HEX [LENGTH]
bad() {
	bad_want=$1 bad_name=$2
	shift 2
	svc kvp raw "$*"
	svc_is "$bad_want" "$d: $bad_name"
}

body() {
	bad 80070057 "one byte" 00
	bad 80070032 "an unknown operation" 06000000 2576
	bad 80070032 "operation 255" ff000000 8192
	bad 80070057 "a set cut short" "$(pair 1 1 4 4 41000000 42000000)" 2568
	bad 80070057 "a get of 100 bytes" 00000000 100
	bad 80070057 "an enumeration cut short" 03000000 100
	bad 80070057 "a deletion cut short" 02000000 100
	bad 80070057 "addresses cut short" 04000000 7400
	bad 80070057 "pool 5" 0305000000000000 2580
	bad 80070057 "pool 255" 03ff000000000000 2580
	bad 80070057 "a key of no bytes" "$(pair 1 1 0 4 41000000 42000000)" 2576
	bad 80070057 "a key of odd size" "$(pair 1 1 3 4 41000000 42000000)" 2576
	bad 80070057 "a key of 514 bytes" "$(pair 1 1 514 4 41000000 42000000)" 2576
	bad 80070057 "a key of 0xffffffff bytes" "$(pair 1 1 -1 4 41000000 42000000)" 2576
	bad 80070057 "an empty key" "$(pair 1 1 4 4 00000000 42000000)" 2576
	bad 80070057 "a value of 2049 bytes" "$(pair 1 1 4 2049 41000000 42000000)" 2576
	bad 80070057 "a value of 0xffffffff bytes" "$(pair 1 1 4 -1 41000000 42000000)" 2576
	bad 80070057 "a number of two bytes" "$(pair 1 4 4 2 41000000 42000000)" 2576
	bad 80070057 "a long number of four bytes" "$(pair 1 11 4 4 41000000 42000000)" 2576
	bad 80070057 "an unknown type" "$(pair 1 3 4 4 41000000 42000000)" 2576
	bad 80070057 "half a surrogate pair in the key" "$(pair 1 1 4 4 00d80000 42000000)" 2576
	bad 80070057 "two high surrogates in the key" "$(pair 1 1 6 4 00d800d80000 42000000)" 2576
	bad 80070057 "a low surrogate in the value" "$(pair 1 1 4 4 41000000 00dc0000)" 2576
	bad 80070057 "a high surrogate at the very end of a value" "$(pair 1 1 4 2 41000000 00d8)" 2576
	bad 80070057 "a key to delete of odd size" "02000000$(le32 5)4100420000" 520
	bad 80070057 "no adapter" 0500 7428
	svc kvp delete 0 none
	check "$d: a key that does not exist" test "$SVC_STATUS" != 0
	bad 80070103 "an index of 0xffffffff" 03000000ffffffff 2580
}
