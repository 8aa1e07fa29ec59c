# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: backup: the root file system is frozen while fio and a writer of lines write; the copy that the host takes of the disk meanwhile needs no recovery; writing goes on after the thaw; a machine boots from the copy
# drivers: both
# root: storvsc
# daemons: yes
# needs: e2fsck fio
# host: -device vss -device scsi,name=second,offered=0,disk=file:$JOBTMP/copy.img
# timeout: 90

prepare() {
	dd if=/dev/zero of="$JOBTMP/copy.img" bs=1M count=64 2>/dev/null
}

# The host's part of a backup: copies the disk when it is told to.
host() {
	n=0
	while [ "$n" -lt 4 ]; do
		n=$((n + 1))
		hv "wait-trace note please-copy-$n 300" >/dev/null 2>&1 || return 0
		dd if="$JOBTMP/root.img" of="$JOBTMP/copy.img" bs=1M conv=notrunc 2>/dev/null
		hv "trace copy-$n-is-ready" >/dev/null 2>&1
	done
	return 0
}

guest() {
	case $(cat /proc/cmdline) in
	*rig_copy*) of_the_copy; return 0 ;;
	esac
	# later than the first, so that it is the second
	hv "offer second"
	check "the second disk appears" wait_for 20 test -b /dev/sdb || return 0
	mkdir -p /copy
	round=0
	for d in $RIG_DAEMONS; do
		round=$((round + 1))
		check "$d: the daemon starts" daemon_start "$d" vss || return 0
		body "$d"
		daemon_kill vss TERM
	done
}

# What a machine sees that has started from the copy.
of_the_copy() {
	is "$(dmesg | grep -i -c 'ext4.*recover')" 0 "booted from the copy: the journal needed no recovery"
	is "$(awk '$1 != NR { bad++ } END { print bad + 0 }' /data/log)" 0 "booted from the copy: the log line by line"
	check "booted from the copy: it has lines" test -s /data/log
	check "booted from the copy: the other files" sh -c 'cd /data && md5sum -c blob.md5'
	check "booted from the copy: it can be written to" dd if=/dev/zero of=/data/new bs=64k count=4 conv=fsync
	sync
	mount -o remount,ro /
	check "booted from the copy: fsck finds nothing afterwards" e2fsck -f -n /dev/sda
}

body() {
	rm -f /tmp/stop /tmp/stopped
	fio --name=load --directory=/data --size=2M --rw=randwrite --bs=4k --fsync=16 --time_based --runtime=200 \
		--verify=crc32c --do_verify=0 >/tmp/fio.log 2>&1 &
	load=$!
	wait_for 20 test -s /data/load.0.0 || diag "fio does not begin"
	writer &
	svc vss check
	svc_is 0 "$1: the guest can be backed up"
	# the kernel's own leaves there what the host sent
	[ "$RIG_DRIVERS" = ours ] && like "$SVC_OUT" "*flags 5" "$1: without recovery afterwards"
	svc vss dminfo
	svc_is 0 "$1: the host asks about the volumes"
	wait_for 10 wrote_more 3 || diag "nothing was written"
	svc vss freeze
	svc_is 0 "$1: freeze"
	usleep 300000
	n=$(wc -l </data/log)
	hv "trace please-copy-$round"
	hv "wait-trace note copy-$round-is-ready 30" || not_ok "the host copies the disk"
	is "$(wc -l </data/log)" "$n" "$1: nothing is written meanwhile"
	svc vss thaw
	svc_is 0 "$1: thaw"
	check "$1: the writer goes on" wait_for 10 wrote_more "$n"
	check "$1: fio still runs" kill -0 "$load"
	kill -INT "$load"
	wait "$load"
	is "$(grep -c -i 'error' /tmp/fio.log)" 0 "$1: without an error"
	: >/tmp/stop
	wait_for 10 test -e /tmp/stopped || diag "the writer hangs"

	echo 3 >/proc/sys/vm/drop_caches
	dmesg -c >/tmp/dmesg.before
	check "$1: fsck finds nothing to mend in the copy" copy_is_clean
	check "$1: the copy can be mounted" mount -t ext4 -o ro /dev/sdb /copy || return 0
	is "$(dmesg | grep -c -i recover)" 0 "$1: its journal needs no recovery"
	is "$(wc -l </copy/data/log)" "$n" "$1: it holds all that was written before the freeze"
	is "$(awk '$1 != NR { bad++ } END { print bad + 0 }' /copy/data/log)" 0 "$1: line by line"
	is "$(md5sum </copy/data/blob)" "$(md5sum </data/blob)" "$1: and the other files"
	umount /copy
}

copy_is_clean() {
	e2fsck -f -n /dev/sdb >/tmp/fsck 2>&1
	rc=$?
	cat /tmp/fsck
	[ "$rc" -eq 0 ] && ! grep -q -i 'journal recovery' /tmp/fsck
}

# The last copy is the disk of a machine of its own.
after() {
	mv guest.tap guest.first
	# shellcheck disable=SC2154 # of job.sh
	hvhost -kernel "$kernel" -initrd initrd -append "$J_APPEND rig_copy" -m "$J_MEM" -no-stimer \
		-serial copy.log -tap guest.tap -timeout 90 -device scsi,disk="file:$JOBTMP/copy.img" >copy.hvhost 2>&1
	is "$?" 0 "a machine that boots from the copy ends in an orderly way"
	tr -d '\r' <guest.tap | grep -E '^(not )?ok|^#' >>host.tap
	mv guest.first guest.tap
	is "$(grep -c '^ok - booted from the copy' host.tap)" 6 "and everything on it is right"
}
wrote_more() { [ "$(wc -l </data/log)" -gt "$1" ]; }
writer() {
	: >/data/log
	i=0
	while [ ! -e /tmp/stop ]; do
		i=$((i + 1))
		echo "$i a line of the log" >>/data/log
		dd if=/dev/zero of="/data/file$((i % 8))" bs=16k count=4 2>/dev/null
		sync
	done
	: >/tmp/stopped
}
