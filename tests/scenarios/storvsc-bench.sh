# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: how fast the disk is and what it costs (make bench compares the drivers)
# drivers: both
# modules: hv_storvsc sd_mod
# smp: 2
# needs: fio
# host: -device scsi,disk=ram:128M,service=100,parallel=8
# timeout: 240

# One number of the host's counters
count() { hv "counters $1" | awk -v n="$1" '$1 == n { print $2 }'; }

# What has been until now: time in hundredths of a second, sectors moved, exits, CPU time,
# signals of the guest and to it
now() {
	awk -v u="$(cut -d' ' -f1 /proc/uptime)" -v e="$(count exits.total)" -v c="$(count vcpu.cpu_us)" \
		-v s="$(count chan.scsi0.signals_in)" -v i="$(count chan.scsi0.signals_out)" \
		'{ print u * 100, $3 + $7, e, c, s, i }' "/sys/block/${disk##*/}/stat"
}

# run NAME RW BS DEPTH BATCH: one measurement, as remarks "bench NAME METRIC VALUE". It is
# taken from the middle: to start and to end fio costs as much as hundreds of requests.
run() {
	fio --name="$1" --filename="$disk" --direct=1 --ioengine=io_uring --minimal \
		--time_based --runtime=8 --size=96M --norandommap --randrepeat=1 \
		"--rw=$2" "--bs=$3" "--iodepth=$4" "--iodepth_batch_submit=$5" \
		--iodepth_batch_complete_min=1 "--iodepth_batch_complete_max=$5" >/tmp/fio.out 2>&1 &
	fio=$!
	sleep 2
	before=$(now)
	sleep 4
	after=$(now)
	wait "$fio"
	rc=$?
	echo "$before $after" | awk -v n="$1" -v bs="$3" '
		{
			sectors = bs * 2
			if (bs ~ /M$/) sectors *= 1024
			ios = ($8 - $2) / sectors
			if (ios <= 0 || $7 <= $1) exit
			printf "bench %s iops %.1f\n", n, ios * 100 / ($7 - $1)
			printf "bench %s exits/io %.3f\n", n, ($9 - $3) / ios
			printf "bench %s cpu-us/io %.2f\n", n, ($10 - $4) / ios
			printf "bench %s signals/io %.4f\n", n, ($11 - $5) / ios
			printf "bench %s interrupts/io %.4f\n", n, ($12 - $6) / ios
		}' >/tmp/bench.out
	if [ "$rc" -eq 0 ] && [ -s /tmp/bench.out ]; then
		ok "$1 was measured"
		while read -r l; do diag "$l"; done </tmp/bench.out
	else
		not_ok "$1 was measured"
		diag "$(tail -n 1 /tmp/fio.out)"
	fi
}

guest() {
	check "the disk appears" wait_for 20 have_disk 0 || return 0
	disk=$(disk_of 0)
	echo none >"/sys/block/${disk##*/}/queue/scheduler"
	dd if=/dev/zero of="$disk" bs=1M count=96 oflag=direct 2>/dev/null
	for rw in read write; do
		run "rand${rw}-4k-qd1" "rand$rw" 4k 1 1
		run "rand${rw}-4k-qd32" "rand$rw" 4k 32 1
		run "rand${rw}-4k-qd32-batched" "rand$rw" 4k 32 16
		run "seq${rw}-1M-qd1" "$rw" 1M 1 1
		run "seq${rw}-1M-qd32" "$rw" 1M 32 1
	done
}
