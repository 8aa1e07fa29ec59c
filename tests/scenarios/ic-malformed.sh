# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: messages to the services malformed in 48 named ways: the guest lives, the services go on, nothing is done
# drivers: both
# timeout: 300
# violations: expected

# A service answers a malformed message as well as it can: with a copy of its
# cut body, its wrong packet id or its unknown type, and with a failure status.
# The host, which sends them behind its own back, takes that for a fault.

guest() {
	for s in heartbeat shutdown timesync; do
		check "$s is ready" wait_for 20 agreed "$s" || return 0
	done
	hv "dev heartbeat mute on"
	hv "dev timesync mute on"
	hv "dev timesync sync"
	wait_for 5 near || diag "the clock was not right at the start"

	# --- frames: too short, too long, lying
	bad heartbeat "no payload at all" -
	bad heartbeat "four bytes" 01000000
	bad heartbeat "only the pipe header" "$(pipe 20)"
	bad heartbeat "half an IC header" "$(pipe 20)0300000001000300"
	bad heartbeat "no body" "$(ic 1 '')"
	bad heartbeat "a body of four bytes" "$(ic 1 01020304)"
	bad heartbeat "a body of 4000 bytes" "$(ic 1 "$(zeros 4000)")"
	# longer than the in-tree drivers' buffer
	[ "$RIG_DRIVERS" = ours ] && bad heartbeat "a body of 9000 bytes" "$(ic 1 "$(zeros 9000)")"
	bad heartbeat "a pipe length of zero" "$(pipe 0)$(head_ 1 32 3)$(zeros 32)"
	bad heartbeat "a pipe length beyond the packet" "$(pipe 9999)$(head_ 1 32 3)$(zeros 32)"
	bad heartbeat "a pipe length of 0xffffffff" "01000000ffffffff$(head_ 1 32 3)$(zeros 32)"
	bad heartbeat "a piece of a bigger pipe message" "0200000034000000$(head_ 1 32 3)$(zeros 32)"
	bad heartbeat "a size field of 65535" "$(pipe 52)$(head_ 1 65535 3)$(zeros 32)"
	bad heartbeat "a size field of zero" "$(pipe 52)$(head_ 1 0 3)$(zeros 32)"

	# --- packets: wrong kind, wrong id, wrong descriptor
	bad heartbeat "packet id 0" "$(ic 1 "$(zeros 32)")" id=0
	bad heartbeat "packet id of all ones" "$(ic 1 "$(zeros 32)")" id=0xffffffffffffffff
	bad heartbeat "a completion nobody waits for" "$(ic 1 "$(zeros 32)")" type=11
	bad heartbeat "a GPA-direct packet" "$(ic 1 "$(zeros 32)")" type=9
	bad heartbeat "a transfer-page packet" "$(ic 1 "$(zeros 32)")" type=7
	bad heartbeat "an unknown packet type" "$(ic 1 "$(zeros 32)")" type=0x4711
	bad heartbeat "a request for a completion" "$(ic 1 "$(zeros 32)")" flags=1
	bad heartbeat "the same message 40 times" "$(ic 1 "$(zeros 32)")" count=40

	# --- messages: wrong type, wrong direction
	bad heartbeat "a message of another service" "$(ic 2 "$(zeros 32)")"
	bad heartbeat "an unknown message type" "$(ic 65535 "$(zeros 32)")"
	bad heartbeat "an answer" "$(pipe 52)$(head_ 1 32 5)$(zeros 32)"

	# --- negotiation
	bad heartbeat "a negotiation without a body" "$(ic 0 '')"
	bad heartbeat "a negotiation of four bytes" "$(ic 0 01000100)"
	bad heartbeat "a negotiation with no versions" "$(ic 0 "$(zeros 8)")"
	bad heartbeat "counts of one without entries" "$(ic 0 0100010000000000)"
	bad heartbeat "counts beyond the message" "$(ic 0 64006400000000000300000003000000)"
	bad heartbeat "counts of 65535" "$(ic 0 ffffffff000000000300000003000000)"
	bad heartbeat "a framework count of 65535" "$(ic 0 ffff0100000000000300000003000000)"
	bad heartbeat "200 versions of each kind" "$(ic 0 "c800c80000000000$(zeros 1600)")"
	bad heartbeat "unknown versions only" "$(ic 0 01000100000000000900000009000000)"
	bad heartbeat "a framework, but no message version" "$(ic 0 010000000000000003000000)"

	# --- time
	bad timesync "no body" "$(ic 4 '')"
	bad timesync "a body of 16 bytes" "$(ic 4 "$(zeros 16)")"
	bad timesync "an order to step without a time" "$(ic 4 "$(zeros 16)010000000000")"
	bad timesync "a step to before 1970" "$(ic 4 "0000000000000001$(zeros 8)010000000000")"
	if [ "$RIG_DRIVERS" = ours ]; then
		bad timesync "a step to the end of time" "$(ic 4 "ffffffffffffffff$(zeros 8)010000000000")"
		bad timesync "a step to the year 2500" "$(ic 4 "0000c0de3b0cf003$(zeros 8)010000000000")"
	fi
	bad timesync "unknown flags" "$(ic 4 "$(zeros 16)f80000000000")"
	bad timesync "a reference time in the future" "$(ic 4 "$(zeros 8)ffffffffffffff7f000000000000")"
	# the in-tree drivers set the clock to whatever they are told
	[ "$RIG_DRIVERS" = ours ] && check "the clock is still right" near

	# --- shutdown
	bad shutdown "no body" "$(ic 3 '')"
	bad shutdown "a power off of 12 bytes" "$(ic 3 "$(zeros 12)")"
	# fewer bytes would be lost in the padding of a packet to 8
	bad shutdown "a power off eight bytes too short" "$(ic 3 "$(zeros 2052)")"
	bad shutdown "a restart of 16 bytes" "$(ic 3 00000000000000000200000000000000)"
	bad shutdown "every flag at once" "$(ic 3 "0000000000000000ffffffff$(zeros 2048)")"
	is "$(hv "counters shutdown.accepted")" "" "no shutdown was accepted"
	check "the host does not go away" hv "time"
	diag "$bad_n malformed messages"
}

agreed() { hv "dev $1 status" | grep -q "^agreed"; }
replies() { hv "dev $1 status" | awk '{ print $13 }'; }
replied() { [ "$(replies "$1")" -gt "$2" ]; }
negotiations() { hv "dev $1 status" | awk '{ print $7 }'; }
agreed_again() { agreed "$1" && [ "$(negotiations "$1")" -gt "$2" ]; }
near() {
	rig_host=$(hv time)
	rig_d=$((${rig_host%.*} - $(date +%s)))
	[ "${rig_d#-}" -le 1 ]
}

# hex of little-endian numbers, of zeros, of headers
le16() { printf '%02x%02x' $(($1 & 255)) $(($1 >> 8 & 255)); }
le32() { printf '%s%s' "$(le16 $(($1 & 65535)))" "$(le16 $(($1 >> 16)))"; }
zeros() { printf "%0$(($1 * 2))d" 0; }
pipe() { printf '01000000%s' "$(le32 "$1")"; }
# head_ TYPE SIZE FLAGS
head_() { printf '03000000%s03000000%s0000000077%02x0000' "$(le16 "$1")" "$(le16 "$2")" "$3"; }
# ic TYPE BODY: a whole message whose lengths are right
ic() {
	ic_n=$((${#2} / 2))
	printf '%s%s%s' "$(pipe $((ic_n + 20)))" "$(head_ "$1" "$ic_n" 3)" "$2"
}

bad_n=0
# bad SERVICE NAME HEX [type=N] [id=N] [flags=N] [count=N]: send it, then the service must do its work
bad() {
	bad_s=$1 bad_name=$2 bad_hex=$3
	bad_type=6 bad_id=1 bad_more=
	shift 3
	for o; do
		case $o in
		type=*) bad_type=${o#*=} ;;
		id=*) bad_id=${o#*=} ;;
		*) bad_more="$bad_more $o" ;;
		esac
	done
	bad_n=$((bad_n + 1))
	hv "packet $bad_s $bad_type $bad_id $bad_hex$bad_more" || { not_ok "$bad_s: $bad_name: the host sends it"; return; }
	# What was agreed may be gone after such a message: agree anew, then work.
	n=$(negotiations "$bad_s")
	hv "dev $bad_s renegotiate"
	wait_for 5 agreed_again "$bad_s" "$n" || { not_ok "$bad_s: $bad_name: it negotiates afterwards"; return; }
	n=$(replies "$bad_s")
	case $bad_s in
	heartbeat) hv "dev heartbeat mute off"; hv "dev heartbeat period 2000" ;;
	timesync) hv "dev timesync sample" ;;
	shutdown) hv "dev shutdown hibernate" ;;
	esac
	if wait_for 5 replied "$bad_s" "$n"; then ok "$bad_s: $bad_name"; else not_ok "$bad_s: $bad_name: it works afterwards"; fi
	[ "$bad_s" = heartbeat ] && hv "dev heartbeat mute on"
	return 0
}
