# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: data exchange: the host sets, reads, lists and deletes keys, and sees the guest's own
# drivers: both
# daemons: yes
# host: -device kvp
# timeout: 60

guest() {
	hostname guest
	for d in $RIG_DAEMONS; do
		rm -rf /var/lib/hyperv
		check "$d: the daemon starts" daemon_start "$d" kvp || return 0
		body "$d"
		daemon_kill kvp TERM
	done
}

body() {
	svc kvp set 0 greeting '"hello world"'
	svc_is 0 "$1: a key is set"
	svc kvp enum 0 0
	svc_is 0 "$1: the host reads it"
	is "$(svc_field key)" greeting "$1: the key"
	is "$(svc_field value)" "hello world" "$1: the value"
	is "$(head -c 512 /var/lib/hyperv/.kvp_pool_0 | tr -d '\0')" greeting "$1: the guest has the key in its file"
	is "$(tail -c 2048 /var/lib/hyperv/.kvp_pool_0 | tr -d '\0')" "hello world" "$1: and the value"
	is "$(wc -c </var/lib/hyperv/.kvp_pool_0)" 2560 "$1: in one record"
	svc kvp get 0 greeting
	svc_is 0 "$1: the host asks for that key"
	# the kernel's own asks for a value of no bytes
	[ "$RIG_DRIVERS" = ours ] && is "$(svc_field value)" "hello world" "$1: and gets the value"

	svc kvp set 0 greeting 'other'
	svc_is 0 "$1: it is changed"
	svc kvp setnum 0 small 4 4000000000
	svc_is 0 "$1: a number of 32 bits"
	svc kvp setnum 0 big 8 12345678901234567890
	svc_is 0 "$1: a number of 64 bits"
	if [ "$RIG_DRIVERS" = ours ]; then
		svc kvp setnum 0 qword 11 77
		svc_is 0 "$1: a number of 64 bits by its name on the wire"
		svc kvp delete 0 qword
	fi
	svc kvp set 0 'größe→𝄞' '"naïve ☃ 𝄞"'
	svc_is 0 "$1: letters of all sizes"
	is "$(hv "dev kvp list 0" | sort | head -n 4 | tr '\n' '|')" \
		"big=12345678901234567890|greeting=other|größe→𝄞=naïve ☃ 𝄞|small=4000000000|" "$1: the list"
	svc kvp delete 0 greeting
	svc_is 0 "$1: it is deleted"
	svc kvp delete 0 greeting
	check "$1: once" test "$SVC_STATUS" != 0
	svc kvp get 0 greeting
	check "$1: it cannot be read any more" test "$SVC_STATUS" != 0
	svc kvp enum 0 3
	svc_is 80070103 "$1: the list has an end"

	# what guests write, hosts read
	{ printf 'from the guest'; head -c 498 /dev/zero; printf 'yes'; head -c 2045 /dev/zero; } >/var/lib/hyperv/.kvp_pool_1
	svc kvp enum 1 0
	is "$(svc_field key)=$(svc_field value)" "from the guest=yes" "$1: a record of the guest"

	hv "dev kvp list 2" >/tmp/auto
	for k in FullyQualifiedDomainName IntegrationServicesVersion NetworkAddressIPv4 NetworkAddressIPv6 \
		OSBuildNumber OSName OSMajorVersion OSMinorVersion OSVersion ProcessorArchitecture; do
		grep -q "^$k=" /tmp/auto || diag "no key $k"
	done
	is "$(grep -c = /tmp/auto)" 10 "$1: ten keys come by themselves"
	is "$(sed -n 's/^OSBuildNumber=//p' /tmp/auto)" "$(uname -r)" "$1: the kernel's release among them"
	is "$(hv "counters check.kvp")" "" "$1: the sizes are right"
}
