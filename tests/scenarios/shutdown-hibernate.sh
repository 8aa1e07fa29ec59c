# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: where the firmware can hibernate, the request becomes the uevent EVENT=hibernate
# drivers: both
# host: -s4
# timeout: 60

guest() {
	check "the service is ready" wait_for 20 agreed || return 0
	check "the kernel can hibernate" grep -q disk /sys/power/state || return 0
	uevent sh -c 'env >>/tmp/uevents' &
	listener=$!
	sleep 1
	check "the host asks" hv "dev shutdown hibernate"
	check "user space gets EVENT=hibernate" wait_for 10 grep -q '^EVENT=hibernate$' /tmp/uevents
	check "from the device's own path" grep -q '^DEVPATH=.*b6650ff7-33bc-4840-8048-e0676786f393' /tmp/uevents
	like "$(hv "dev shutdown status")" "* status 0" "the request was accepted"
	kill "$listener"
}

agreed() { hv "dev shutdown status" | grep -q "^agreed"; }
