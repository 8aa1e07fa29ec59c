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

# run NAME RW BS DEPTH BATCH: one measurement, as a remark "bench NAME METRIC VALUE"
run() {
	set -- "$1" "--rw=$2 --bs=$3 --iodepth=$4 --iodepth_batch_submit=$5 --iodepth_batch_complete_min=1 --iodepth_batch_complete_max=$5"
	chan=$(count chan.scsi0.signals_in)
	irqs=$(count chan.scsi0.signals_out)
	exits=$(count exits.total)
	cpu=$(count vcpu.cpu_us)
	# shellcheck disable=SC2086 # options
	fio --name="$1" --filename="$disk" --direct=1 --ioengine=io_uring --minimal \
		--time_based --runtime=4 --ramp_time=0 --size=96M --norandommap --randrepeat=1 $2 >/tmp/fio.out
	now=$(count exits.total)
	exits=$((${now:-0} - ${exits:-0}))
	now=$(count vcpu.cpu_us)
	cpu=$((${now:-0} - ${cpu:-0}))
	now=$(count chan.scsi0.signals_in)
	chan=$((${now:-0} - ${chan:-0}))
	now=$(count chan.scsi0.signals_out)
	irqs=$((${now:-0} - ${irqs:-0}))
	# Fields of the terse format: 6 and 47 are KiB read and written, 7 and 48 KiB/s, 8 and 49 IOPS.
	awk -F ';' -v n="$1" -v e="$exits" -v s="$chan" -v i="$irqs" -v c="$cpu" -v bs="${2#*--bs=}" '
		NF > 49 {
			k = bs + 0
			if (bs ~ /^[0-9]+M/) k *= 1024
			ios = ($6 + $47) / k
			printf "bench %s iops %.1f\n", n, ($7 + $48) / k
			if (ios > 0) {
				printf "bench %s exits/io %.3f\n", n, e / ios
				printf "bench %s cpu-us/io %.2f\n", n, c / ios
				printf "bench %s signals/io %.4f\n", n, s / ios
				printf "bench %s interrupts/io %.4f\n", n, i / ios
			}
			found = 1
		}
		END { exit !found }' /tmp/fio.out >/tmp/bench.out
	if [ -s /tmp/bench.out ]; then
		ok "$1 was measured"
		while read -r l; do diag "$l"; done </tmp/bench.out
	else
		not_ok "$1 was measured"
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
