# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: data exchange: 250 keys in a pool, all read back
# drivers: both
# daemons: yes
# host: -device kvp
# timeout: 90

guest() {
	hostname guest
	for d in $RIG_DAEMONS; do
		rm -rf /var/lib/hyperv
		check "$d: the daemon starts" daemon_start "$d" kvp || return 0
		is "$(hv "dev kvp fill 0 250")" "set 250" "$d: 250 keys are set"
		is "$(wc -c </var/lib/hyperv/.kvp_pool_0)" 640000 "$d: their file is as long as it should be"
		hv "dev kvp list 0" >/tmp/list
		is "$(tail -n 1 /tmp/list)" "status 0x80070103 count 250" "$d: 250 keys are listed"
		is "$(grep -c '^key\([0-9]*\)=value of \1$' /tmp/list)" 250 "$d: each with its value"
		for i in 0 7 77 249; do
			svc kvp delete 0 "key$i"
			svc_is 0 "$d: key$i is deleted"
		done
		hv "dev kvp list 0" >/tmp/list
		is "$(sort -u /tmp/list | grep -c '^key\([0-9]*\)=value of \1$')" 246 "$d: 246 remain"
		is "$(grep -c -E '^key(0|7|77|249)=' /tmp/list)" 0 "$d: and none of those deleted"
		daemon_kill kvp TERM
	done
}
