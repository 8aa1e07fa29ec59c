# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: a sample leaves the clock alone and can be read as a PTP clock that nobody can set
# drivers: both
# needs: ptpread
# timeout: 90

guest() {
	check "the service is ready" wait_for 20 agreed || return 0
	ptp=
	for d in /sys/class/ptp/ptp*; do
		[ "$(cat "$d/clock_name" 2>/dev/null)" = hyperv ] && ptp=/dev/${d##*/}
	done
	check "there is a PTP clock named hyperv" test -c "$ptp" || return 0
	check "the host stops its own messages" hv "dev timesync mute on"

	hv "settime +7200"
	before=$(distance)
	check "the host sends a sample" hv "dev timesync sample"
	sleep 1
	after=$(distance)
	check "the clock stays as wrong as it was ($before s, $after s)" \
		test $((after - before)) -ge -2 -a $((after - before)) -le 2 -a "$after" -gt 7000
	check "the PTP clock shows the host's time" ptp_right "$ptp"
	sleep 3
	check "and goes on between samples" ptp_right "$ptp"

	is "$(ptpread "$ptp" set)" "error EOPNOTSUPP" "it cannot be set"
	is "$(ptpread "$ptp" step)" "error EOPNOTSUPP" "it cannot be moved"
	like "$(ptpread "$ptp" slew)" "error *" "its rate cannot be changed"
	check "it still shows the host's time" ptp_right "$ptp"

	for v in 1.0 3.0 4.0; do
		hv "dev timesync versions $v" && hv "dev timesync renegotiate"
		check "version $v is agreed" wait_for 10 agreed "$v"
		if [ "$RIG_DRIVERS" = ours ]; then
			is "$(ptpread "$ptp")" "error ESTALE" "without a sample since then the PTP clock says so"
		fi
		hv "settime +3600"
		hv "dev timesync sample"
		check "version $v: the PTP clock follows" wait_for 5 ptp_right "$ptp"
	done
	check "the clock has never been touched" test "$(distance)" -gt 7000
}

agreed() { hv "dev timesync status" | grep -q "^agreed .* version ${1:-}"; }
distance() {
	rig_host=$(hv time)
	rig_d=$((${rig_host%.*} - $(date +%s)))
	echo "${rig_d#-}"
}
ptp_right() {
	rig_host=$(hv time)
	rig_ptp=$(ptpread "$1") || { echo "$rig_ptp"; return 1; }
	rig_d=$((${rig_host%.*} - ${rig_ptp%.*}))
	echo "host $rig_host ptp $rig_ptp"
	[ "${rig_d#-}" -le 1 ]
}
