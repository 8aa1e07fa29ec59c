# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the packages' daemons under systemd, started by udev, in the sandboxes of their units: data exchange, the tools, backup of a stack of file systems, file copy, toggles
# drivers: both
# root: given
# modules: hv_netvsc autofs4 loop vfat nls_cp437 nls_ascii btrfs
# host: -device kvp -device vss -device fcopy -device net
# append: systemd.show_status=1 systemd.firstboot=no
# mem: 1G
# guest-ends: no
# timeout: 360

# Its caller names the system in RIG_SYSTEM (tests/daemons/systemd.sh).

# of a process: a line of its status
proc_says() { sed -n "s/^$2:[ 	]*//p" "/proc/$1/status"; }

guest() {
	check "systemd is up" wait_for 120 unit_active multi-user.target
	for s in kvp vss fcopy; do
		check "$s: udev has started the daemon, and the host agrees" wait_for 60 unit_serves "$s" || unit_said "hv-$s-daemon"
		is "$(unit_restarts "$s")" 0 "$s: at the first attempt"
		pid=$(unit_pid "$s")
		is "$(proc_says "$pid" NoNewPrivs) $(proc_says "$pid" Seccomp)" "1 2" "$s: it runs in its sandbox"
		diag "$s capabilities $(proc_says "$pid" CapBnd)"
	done
	keys
	tools
	backup
	copies
	toggles
	rig_kernel_log
	check "the host requests a shutdown" hv "dev shutdown poweroff"
	sleep 90
	not_ok "the guest shuts down when asked"
}

keys() {
	svc kvp set 0 greeting '"hello world"'
	svc_is 0 "a key is set"
	svc kvp enum 0 0
	is "$(svc_field value)" "hello world" "and read"
	is "$(hv "dev kvp list 2" | sed -n 's/^OSName=//p')" "$(sed -n 's/^NAME="\(.*\)"/\1/p' /etc/os-release)" "the name of the system"
	good=0
	for i in 1 2 3 4 5; do
		systemctl restart hv-kvp-daemon && wait_for 20 unit_serves kvp && wait_for 5 svc kvp set 0 "key$i" "$i" && good=$((good + 1))
	done
	is "$good" 5 "restarted five times, it works each time" || unit_said hv-kvp-daemon
}

json_of() { /usr/bin/python3 -c "import json, sys; o = json.load(open('$1')); print($2)"; }

tools() {
	hyperv-guest status --json >/tmp/status.json
	is "$(json_of /tmp/status.json "' '.join(sorted(i['name'] for i in o['items'] if i['working']))")" \
		"fcopy heartbeat kvp net scsi shutdown timesync vss" "status: all that the host offers works"
	is "$(json_of /tmp/status.json "[i['negotiated'] for i in o['items'] if i['name'] == 'kvp'][0]")" 4.0 "status: the version of data exchange"
	hyperv-guest doctor >/tmp/doctor
	is "$?" 0 "doctor finds nothing" || while read -r line; do diag "$line"; done </tmp/doctor
	systemctl stop hv-vss-daemon
	hyperv-guest doctor --json >/tmp/doctor.json
	is "$?" 1 "a daemon is stopped: doctor says so by its exit code"
	is "$(json_of /tmp/doctor.json "' '.join(p['id'] for p in o['problems'])")" no-vss-daemon "and names it"
	sh -c "$(json_of /tmp/doctor.json "o['problems'][0]['fix']")"
	check "the command that it names mends it" wait_for 20 unit_serves vss
	check "report makes an archive" hyperv-guest report --output /tmp/report.tar.gz
	is "$(tar tzf /tmp/report.tar.gz | grep -c -E '/(report.txt|status.json|doctor.json)$')" 3 "with three files"
	tar xzf /tmp/report.tar.gz -O >/tmp/report.all
	check "it names the keys" grep -q greeting /tmp/report.all
	check "and not their values" test "$(grep -c 'hello world' /tmp/report.all)" = 0
	lsvmbus -vv >/tmp/lsvmbus
	for name in 'Synthetic network adapter' 'Synthetic SCSI Controller' 'Data Exchange' 'Backup (volume shadow copy)' 'Guest services' Heartbeat; do
		grep -q -i -F "$name" /tmp/lsvmbus || diag "lsvmbus does not name $name"
	done
	is "$(grep -c '^VMBUS ID' /tmp/lsvmbus)" "$(set -- /sys/bus/vmbus/devices/*; echo $#)" "lsvmbus lists every device"
}

# Each writes a file there, in the background: on a frozen file system it waits.
mounts='/ /mnt/a /mnt/b'
write_all() {
	rm -f /tmp/written.*
	n=0
	for m in $mounts; do
		n=$((n + 1))
		(echo x >"$m/mark" && : >"/tmp/written.$n") >/dev/null 2>&1 &
	done
}
written() { n=0; for m in $mounts; do n=$((n + 1)); [ -e "/tmp/written.$n" ] || return 1; done; }
how_many() { set -- /tmp/written.*; if [ -e "$1" ]; then echo $#; else echo 0; fi; }
thawed() { wait_for "$1" written || { diag "$(how_many) of 3 were written"; return 1; }; }

backup() {
	mkdir -p /mnt/a /mnt/a2 /mnt/b /mnt/v /mnt/ro /mnt/bind
	truncate -s 200M /srv/a.img && mkfs.ext4 -q /srv/a.img && /bin/mount -o loop /srv/a.img /mnt/a &&
		truncate -s 128M /mnt/a/b.img && mkfs.btrfs -q /mnt/a/b.img && /bin/mount -o loop /mnt/a/b.img /mnt/b &&
		truncate -s 4M /srv/v.img && mkfs.vfat /srv/v.img >/dev/null && /bin/mount -o loop /srv/v.img /mnt/v &&
		truncate -s 4M /srv/r.img && mkfs.ext4 -q /srv/r.img && /bin/mount -o loop,ro /srv/r.img /mnt/ro &&
		/bin/mount --bind /mnt/a /mnt/bind && /bin/mount "$(awk '$2 == "/mnt/a" { print $1 }' /proc/mounts)" /mnt/a2 ||
		not_ok "a stack: btrfs on a loop device on ext4 on a loop device on the root; vfat, read-only, bound, mounted twice"
	sync
	svc vss check
	svc_is 0 "backup: the guest can be backed up"
	freeze_all "with all in place"
	echo x >/mnt/v/mark && ok "backup: vfat is left alone"
	svc vss thaw
	svc_is 0 "backup: thaw"
	check "backup: everything can be written to" thawed 10

	freeze_all "before the daemon is killed"
	kill -KILL "$(unit_pid vss)"
	check "backup: the daemon is killed: its second process thaws" thawed 10 || unit_said hv-vss-daemon
	check "backup: systemd starts the daemon anew" wait_for 30 unit_serves vss
	is "$(unit_restarts vss)" 1 "backup: once"

	freeze_all "before all of the unit is killed"
	systemctl kill -s KILL hv-vss-daemon
	check "backup: even the second process is killed: the next daemon thaws" thawed 40 || { unit_said hv-vss-daemon; svc vss thaw; }
	check "backup: the daemon is there" wait_for 30 unit_serves vss

	freeze_all "before the unit is stopped"
	systemctl stop hv-vss-daemon
	check "backup: a stop thaws" thawed 10
	systemctl start hv-vss-daemon
	check "backup: started again" wait_for 20 unit_serves vss
	freeze_all "again"
	svc vss thaw
	svc_is 0 "backup: and thaw"
	check "backup: everything can be written to at the end" thawed 10
	for m in bind a2 b a v ro; do /bin/umount "/mnt/$m" || diag "$m stays mounted"; done
}
freeze_all() {
	# the unit's limit on starts is not what is tested
	systemctl reset-failed hv-vss-daemon 2>/dev/null
	svc vss freeze
	svc_is 0 "backup: freeze $1"; [ "$SVC_STATUS" = 0 ] || unit_said hv-vss-daemon
	write_all
	usleep 700000
	is "$(how_many)" 0 "backup: nothing is written $1"
}

copies() {
	for d in /var/tmp/in/deep /etc/hyperv.test /srv/in; do
		svc fcopy start file "$d/" 2 6144 && svc fcopy write 0 6144 && svc fcopy complete
		svc_is 0 "a file is copied to $d"; [ "$SVC_STATUS" = 0 ] || unit_said hv-fcopy-daemon
		is "$(stat -c '%s %a %u' "$d/file" 2>/dev/null)" "6144 644 0" "it is there"
	done
	echo precious >/var/tmp/in/fixed
	chattr +i /var/tmp/in/fixed || diag "no immutable files here"
	svc fcopy start fixed /var/tmp/in/ 1 6144 && svc fcopy write 0 6144 && svc fcopy complete
	check "an immutable file is not replaced, and the host hears of it" test "$SVC_STATUS" != 0
	svc fcopy cancel
	is "$(cat /var/tmp/in/fixed)" precious "it is as it was"
	is "$(ls -A /var/tmp/in | tr '\n' ' ')" "deep fixed " "and nothing is left"
	chattr -i /var/tmp/in/fixed
}

toggles() {
	for s in kvp vss fcopy; do
		good=0
		for i in 1 2 3; do
			hv "rescind $s" && wait_for 20 stopped "$s" && hv_offer "$s" && wait_for 30 unit_serves "$s" && good=$((good + 1))
		done
		is "$good" 3 "$s: taken away and offered three times: the unit stops and starts with it" || unit_said "hv-$s-daemon"
	done
}
stopped() { ! unit_active "hv-$1-daemon" && [ ! -e "/dev/vmbus/hv_$1" ]; }
hv_offer() { wait_for 10 hv "offer $1"; }

after() {
	check "the guest went down in an orderly way" guest_said 'System Power Off|reboot: Power down|Reached target.*[Pp]ower'
}
