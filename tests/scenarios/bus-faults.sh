# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: control messages of the host lost, late, twice, cut short or damaged while a device is taken away and offered again: the guest lives, the device comes back
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:4M
# smp: 2
# timeout: 360
# violations: expected
#
# A guest that was told that its channel did not open gives the ring back; the
# host, whose answer was changed on the way, finds a channel that is still open.

guest() {
	check "a disk" wait_for 20 have_disk 0 || return 0
	check "the service is ready" wait_for 20 agreed || return 0
	sum=$(disk_sum)
	lost=
	patience=20

	# Without its rescind the guest keeps the device.
	fault "a rescind that is lost" drop RESCIND 1
	fault "a rescind that comes a second late" delay RESCIND 1 1000
	fault "a rescind that comes twice" dup RESCIND 1
	fault "a rescind cut short" short RESCIND 1 10
	fault "a rescind of a relid that never was" corrupt RESCIND 1 8 cf070000

	fault "an offer that is lost" drop OFFER 1
	fault "an offer that comes a second late" delay OFFER 1 1000
	fault "an offer cut short" short OFFER 1 100
	fault "an offer of a class that nobody knows" corrupt OFFER 1 8 11223344
	# The in-tree bus overwrites its table of channels here and is lost.
	if [ "$RIG_DRIVERS" = ours ]; then
		fault "an offer that comes twice" dup OFFER 1
		fault "an offer of relid 0xffffffff" corrupt OFFER 1 184 ffffffff
	fi

	fault "an open result that is lost" drop OPEN_RESULT 1
	fault "an open result that comes a second late" delay OPEN_RESULT 1 1000
	fault "an open result that comes after the rescind" delay OPEN_RESULT 1 4000
	fault "an open result that comes twice" dup OPEN_RESULT 1
	fault "an open result cut short" short OPEN_RESULT 1 12
	fault "an open result for another relid" corrupt OPEN_RESULT 1 8 cf070000

	fault "a GPADL created that is lost" drop GPADL_CREATED 1
	fault "a GPADL created that comes a second late" delay GPADL_CREATED 1 1000
	fault "a GPADL created that comes after the rescind" delay GPADL_CREATED 1 4000
	fault "a GPADL created that comes twice" dup GPADL_CREATED 1
	fault "a GPADL created cut short" short GPADL_CREATED 1 10
	fault "a GPADL created with another id" corrupt GPADL_CREATED 1 12 77777777
	fault "a GPADL created that tells of a failure" corrupt GPADL_CREATED 1 16 01000000

	# The host keeps the ring of a channel that it believes open.  Our bus
	# waits a minute for the ring before it lets the rescinded channel go.
	patience=100
	fault "an open result that tells of a failure" corrupt OPEN_RESULT 1 16 01000000

	check "the disk reads as before" test "$(disk_sum)" = "$sum"
	is "$(find /sys/bus/vmbus/devices -type l | wc -l)" 4 "the devices are those of the start"
}

# fault NAME ACTION TYPE COUNT...: the device goes and comes with this fault, then without
fault() {
	f_name=$1
	shift
	hv mark
	hv "msg $*" || { not_ok "$f_name: the host takes the order"; return; }
	hv "rescind heartbeat" || diag "$f_name: not rescinded"
	if wait_for 3 given_back; then
		hv "offer heartbeat now" || diag "$f_name: not offered"
	fi
	hv "wait-trace msg \"fault: $1 $2\" 10" >/dev/null || not_ok "$f_name: it happened"
	sleep 1
	hv "msg clear"
	again
	if wait_for "$patience" agreed; then
		ok "$f_name"
	else
		not_ok "$f_name: the device comes back"
		diag "$(hv channels | grep '^heartbeat' | tr '\n' ';')"
	fi
}

# Away and back in order.  What the guest never heard of it cannot give back.
again() {
	[ "$(state)" = hidden ] || hv "rescind heartbeat" || diag "$f_name: not rescinded again"
	if ! wait_for 3 given_back; then
		for r in $(relids); do hv "send-raw 2 $(le32 "$r")"; done
		wait_for 5 given_back || lost="$lost $(relids)"
	fi
	hv "offer heartbeat now" || diag "$f_name: not offered again"
}

state() { hv devices | awk '$1 == "heartbeat" { print $4 }'; }
# relids: those of the device that the host still waits for
relids() {
	for r in $(hv channels | awk '$1 == "heartbeat" { print $3 }'); do
		case " $lost " in *" $r "*) ;; *) echo "$r" ;; esac
	done
}
given_back() { [ -z "$(relids)" ]; }
agreed() { hv "dev heartbeat status" | grep -q "^agreed"; }
disk_sum() { dd if="$(disk_of 0)" bs=64k iflag=direct 2>/dev/null | md5sum; }
le32() { printf '%02x%02x%02x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)); }
