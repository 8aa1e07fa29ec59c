# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: every version of every service is agreed when the host has no other, and works
# drivers: both
# timeout: 120

guest() {
	for s in heartbeat shutdown timesync; do
		check "$s is ready" wait_for 20 agreed "$s" . || return 0
	done
	hv "dev heartbeat period 200"
	hv "dev timesync mute on"
	service heartbeat 1.0 3.0
	service shutdown 1.0 3.0 3.1 3.2
	service timesync 1.0 3.0 4.0
	is "$(hv "counters check.ic")" "" "the host found no rule broken"
}

agreed() { hv "dev $1 status" | grep -q "^agreed .* version $2"; }

service() {
	s=$1
	shift
	newest=
	for v; do
		newest=$v
		# Ten lines in five seconds are all that the log gets of this.
		sleep 1
		hv "dev $s versions $v" && hv "dev $s renegotiate"
		check "$s $v alone is agreed" wait_for 10 agreed "$s" "$v"
		works "$s" "$v"
		title=$s
		case $s in
		heartbeat) title=Heartbeat ;;
		shutdown) title=Shutdown ;;
		timesync) title=TimeSync ;;
		esac
		check "the kernel log says: $title IC version $v" kernel_says "$title IC version $v"
	done
	# the newest in any order, among versions from the future
	hv "dev $s versions 9.0,$newest,1.0,7.3" && hv "dev $s renegotiate"
	check "$s: $newest is picked out of a mixed list" wait_for 10 agreed "$s" "$newest"
	hv "dev $s versions 9.0" && hv "dev $s renegotiate"
	check "$s: nothing in common is refused" wait_for 10 refused "$s"
	hv "dev $s versions all" && hv "dev $s renegotiate"
	check "$s: agreed again with the full list" wait_for 10 agreed "$s" "$newest"
	hv "dev $s frameworks 1.0" && hv "dev $s renegotiate"
	check "$s: framework 1.0 alone is agreed" wait_for 10 framework "$s" 1.0
	works "$s" "framework 1.0"
	hv "dev $s frameworks all" && hv "dev $s renegotiate"
	check "$s: framework 3.0 is preferred" wait_for 10 framework "$s" 3.0
}

framework() { hv "dev $1 status" | grep -q "^agreed framework $2 "; }
refused() { hv "dev $1 status" | grep -q '^open .* refused [1-9]'; }
replies() { hv "dev $1 status" | awk '{ print $13 }'; }
replied() { [ "$(replies "$1")" -gt "$2" ]; }

works() {
	n=$(replies "$1")
	case $1 in
	shutdown) hv "dev shutdown hibernate" ;;
	timesync) hv "dev timesync sample" ;;
	esac
	check "$1 works with $2" wait_for 5 replied "$1" "$n"
}
