#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run libFuzzer programs, each for SECONDS, and count. A program that did not
# try a single input has failed.
set -u

[ $# -gt 0 ] || { echo "usage: FUZZ_SECONDS=N run.sh PROGRAM..." >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
seconds=${FUZZ_SECONDS:-10}
case $seconds in
'' | *[!0-9]*) echo "run.sh: SECONDS must be a number, not '$seconds'" >&2; exit 2 ;;
esac

fuzz() {
	name=$(basename "$1")
	seeds=$here/corpus/$name
	mkdir -p "$1.corpus"
	[ -d "$seeds" ] || seeds=
	timeout $((seconds + 60)) "$1" -max_total_time="$seconds" \
		-timeout=10 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 \
		-artifact_prefix="$1." "$1.corpus" ${seeds:+"$seeds"} >"$1.log" 2>&1
	echo $? >"$1.status"
}

# As many at once as there are processors.
at_once=$(nproc) n=0
for prog in "$@"; do
	rm -f "$prog.status"
	fuzz "$prog" &
	n=$((n + 1))
	[ $((n % at_once)) -ne 0 ] || wait
done
wait

passed=0 failed=0
for prog in "$@"; do
	name=$(basename "$prog")
	log=$prog.log
	rc=$(cat "$prog.status")
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
	if [ "${rc:-1}" -eq 0 ] && [ "${runs:-0}" -gt 0 ]; then
		passed=$((passed + 1))
		echo "ok $name: $runs inputs"
	else
		failed=$((failed + 1))
		echo "not ok $name: exit code $rc, ${runs:-0} inputs; $log:"
		grep -E 'ERROR|SUMMARY|runtime error|Test unit written' "$log" |
			head -n 10 | sed 's/^/    /'
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
