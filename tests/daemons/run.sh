#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run cmocka programs and scripts with TAP results, and count: what crashed or
# did not finish has failed.
#
# usage: DAEMONS=<dir> run.sh PROGRAM... [-- SCRIPT...]
set -u

[ $# -gt 0 ] || { echo "usage: run.sh PROGRAM... [-- SCRIPT...]" >&2; exit 2; }
passed=0 failed=0 skipped=0 scripts=
mkdir -p "$OUT/log" || exit 1

# one PROGRAM: its log, its exit code and its time
one() {
	start=$(date +%s)
	if [ -n "$scripts" ]; then
		timeout "${TEST_TIMEOUT:-240}" sh "$1" >"$2" 2>&1
	else
		CMOCKA_MESSAGE_OUTPUT=TAP timeout "${TEST_TIMEOUT:-240}" "$1" >"$2" 2>&1
	fi
	echo "$? $(($(date +%s) - start))" >"$2.end"
}

# all at once: most of their time they wait
for prog in "$@"; do
	[ "$prog" != -- ] || { scripts=y; continue; }
	log=$OUT/log/$(basename "$prog")
	rm -f "$log" "$log.end"
	one "$prog" "$log" &
done
wait

for prog in "$@"; do
	[ "$prog" != -- ] || continue
	name=$(basename "$prog")
	log=$OUT/log/$name
	rc=1 seconds=0
	[ ! -r "$log.end" ] || read -r rc seconds <"$log.end"
	plan=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$log" | head -n 1)
	skip=$(grep -c '^ok .*# *[sS][kK][iI][pP]' "$log")
	ok=$(($(grep -c '^ok ' "$log") - skip))
	bad=$(grep -c '^not ok ' "$log")
	missing=$((${plan:-0} - ok - bad - skip))
	[ "$missing" -gt 0 ] && bad=$((bad + missing))
	[ "$rc" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
	[ "$rc" -eq 0 ] && [ "$((ok + skip))" -eq 0 ] && bad=$((bad + 1))
	passed=$((passed + ok))
	failed=$((failed + bad))
	skipped=$((skipped + skip))
	grep '^ok .*# *[sS][kK][iI][pP]' "$log"
	if [ "$bad" -eq 0 ]; then
		echo "ok $name: $ok tests, $seconds s"
	else
		echo "not ok $name: $bad of $((ok + bad)) failed, exit code $rc; $log:"
		grep -v '^ok ' "$log" | head -n 40 | sed 's/^/    /'
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
