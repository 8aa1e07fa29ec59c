#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run cmocka programs and count: what crashed or did not finish has failed.
set -u

[ $# -gt 0 ] || { echo "usage: run.sh PROGRAM..." >&2; exit 2; }
passed=0 failed=0
for prog in "$@"; do
	name=$(basename "$(dirname "$prog")")/$(basename "$prog")
	log=$prog.log
	start=$(date +%s)
	CMOCKA_MESSAGE_OUTPUT=TAP timeout "${TEST_TIMEOUT:-120}" "$prog" >"$log" 2>&1
	rc=$?
	plan=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$log" | head -n 1)
	ok=$(grep -c '^ok ' "$log")
	bad=$(grep -c '^not ok ' "$log")
	# tests of the plan that never reported, and a bad end, are failures
	missing=$((${plan:-0} - ok - bad))
	[ "$missing" -gt 0 ] && bad=$((bad + missing))
	[ "$rc" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
	[ "$rc" -eq 0 ] && [ "$ok" -eq 0 ] && bad=$((bad + 1))
	passed=$((passed + ok))
	failed=$((failed + bad))
	if [ "$bad" -eq 0 ]; then
		echo "ok $name: $ok tests, $(($(date +%s) - start)) s"
	else
		echo "not ok $name: $bad of $((ok + bad)) failed, exit code $rc; $log:"
		grep -v '^ok ' "$log" | head -n 40 | sed 's/^/    /'
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
