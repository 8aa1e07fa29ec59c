# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every attribute of devices, channels and drivers in sysfs: there, readable, in the usual form; binding by hand
# drivers: both
# modules-present: hv_storvsc sd_mod
# host: -device scsi,disk=ram:4M,subchannels=1,monitored=1
# smp: 2
# timeout: 90

guest() {
	load hv_storvsc storvsc_vcpus_per_sub_channel=1
	load sd_mod
	check "a disk" wait_for 20 have_disk 0 || return 0
	scsi=$(vmbus_device ba6163d9-04a1-4d29-b605-72e2ffb1dc7f)
	hb=$(vmbus_device 57164f39-9115-4e78-ab55-382f3bd5422d)
	check "its channels" wait_for 10 all_channels "$scsi"

	form "$scsi" "[0-9]+" id monitor_id numa_node \
		server_monitor_pending client_monitor_pending server_monitor_latency client_monitor_latency \
		server_monitor_conn_id client_monitor_conn_id \
		out_intr_mask out_read_index out_write_index out_read_bytes_avail out_write_bytes_avail \
		in_intr_mask in_read_index in_write_index in_read_bytes_avail in_write_bytes_avail
	form "$scsi" "3" state
	form "$scsi" "\{[0-9a-f-]{36}\}" class_id device_id
	form "$scsi" "vmbus:d96361baa104294db60572e2ffb1dc7f" modalias
	form "$scsi" "0x1414" vendor
	form "$scsi" "0x1" device
	form "$hb" "0xb" device
	form "$scsi" "[0-9]+:[01]" channel_vp_mapping
	is "$(wc -l <"$scsi/channel_vp_mapping")" "$(channels "$scsi")" "one line for each channel"
	form "$scsi" "\(null\)" driver_override
	like "$(cat "$scsi/uevent")" "*MODALIAS=vmbus:d96361baa104294db60572e2ffb1dc7f*" "the uevent has the alias"
	is "${scsi##*/}" "$(tr -d '{}' <"$scsi/device_id")" "a device is named after its instance"

	for chan in "$scsi"/channels/*; do
		form "$chan" "[0-9]+" out_mask in_mask read_avail write_avail cpu pending latency interrupts events \
			intr_in_full intr_out_empty out_full_first out_full_total subchannel_id monitor_id
	done
	check "channel $(cat "$scsi/id") is the primary" \
		test "$(cat "$scsi/channels/$(cat "$scsi/id")/subchannel_id")" = 0
	check "no monitor attributes where nothing is monitored" test ! -e "$hb/monitor_id"
	check "not for its channel either" test ! -e "$hb/channels/$(cat "$hb/id")/latency"
	form /sys/bus/vmbus "[01]" hibernation

	# --- elsewhere
	hyp=$(hyp_interrupts)
	check "/proc/interrupts counts the host's interrupts" test "$hyp" -gt 0
	dd if="$(disk_of 0)" of=/dev/null bs=64k iflag=direct 2>/dev/null
	check "it goes on counting" wait_for 10 hyp_beyond "$hyp"
	if [ "$RIG_DRIVERS" = ours ]; then
		if [ -d /sys/kernel/tracing ]; then
			[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing
			check "the trace events are there" test -e /sys/kernel/tracing/events/hyperv_guest/vmbus_message_in/enable
			traced_one
		else
			skip "the trace events are there" "this kernel has no tracefs"
		fi
	fi

	# --- binding by hand
	drv=$(readlink -f "$hb/driver")
	dev=${hb##*/}
	echo "$dev" >"$drv/unbind"
	check "unbound" test ! -e "$hb/driver"
	form "$hb" "2" state
	if cat "$hb/out_read_index" >/dev/null 2>&1; then
		not_ok "a closed channel has no ring to show"
	else
		ok "a closed channel has no ring to show"
	fi
	echo hv_nobody >"$hb/driver_override"
	form "$hb" "hv_nobody" driver_override
	echo "$dev" 2>/dev/null >"$drv/bind"
	check "another driver was asked for: not bound" test ! -e "$hb/driver"
	echo >"$hb/driver_override"
	form "$hb" "\(null\)" driver_override
	echo "$dev" >"$drv/bind"
	check "bound again" test -e "$hb/driver"
	check "the heart beats again" wait_for 20 agreed
	check "a new id is taken" sh -c "echo 11223344-5566-7788-9900-aabbccddeeff >'$drv/new_id'"
	refused "the same id is not taken twice" 11223344-5566-7788-9900-aabbccddeeff "$drv/new_id"
	check "it can be removed" sh -c "echo 11223344-5566-7788-9900-aabbccddeeff >'$drv/remove_id'"
	refused "an id that is not there cannot be removed" 11223344-5566-7788-9900-aabbccddeeff "$drv/remove_id"
	refused "no GUID is no id" nonsense "$drv/new_id"
	refused "no number is no CPU" x "$scsi/channels/$(cat "$scsi/id")/cpu"
}

# All CPUs' interrupts of the host
hyp_interrupts() { awk '$1 == "HYP:" { for (i = 2; $i ~ /^[0-9]+$/; i++) n += $i } END { print n + 0 }' /proc/interrupts; }
hyp_beyond() { [ "$(hyp_interrupts)" -gt "$1" ]; }
# A message of the host shows up as an event.
traced_one() {
	echo 1 >/sys/kernel/tracing/events/hyperv_guest/enable
	hv "send-raw 15"
	check "a message from the host is traced" wait_for 10 grep -q vmbus_message_in /sys/kernel/tracing/trace
	echo 0 >/sys/kernel/tracing/events/hyperv_guest/enable
}
channels() { find "$1/channels" -mindepth 1 -maxdepth 1 -type d | wc -l; }
all_channels() { [ "$(channels "$1")" = 2 ]; }
agreed() { hv "dev heartbeat status" | grep -q "^agreed"; }

# form DIR PATTERN ATTRIBUTE...: every line of these has this form
form() {
	f_dir=$1 f_form=$2 f_bad=
	shift 2
	for f_a in "$@"; do
		if ! f_text=$(cat "$f_dir/$f_a" 2>&1); then
			f_bad="$f_bad $f_a unreadable;"
		elif echo "$f_text" | grep -q -v -E "^$f_form$"; then
			f_bad="$f_bad $f_a '$f_text';"
		fi
	done
	is "$f_bad" "" "${f_dir##*/}: $*"
}

# refused TEXT WORD FILE
refused() {
	if echo "$2" 2>/dev/null >"$3"; then not_ok "$1"; else ok "$1"; fi
}
