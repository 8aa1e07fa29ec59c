#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The table of facts in README.md, from the comments of the probes.
#
# usage: table.sh        print it
#        table.sh -w     write it into README.md
#        table.sh -c     check: README.md is current, every fact is used and
#                        every used fact has a probe
#        table.sh -u     report facts that nobody uses, and those that have the
#                        same answer on every kernel of tests/compile/expected

set -u
cd "$(dirname "$0")" || exit 1

macro() {
	echo "HVC_$1" | tr '[:lower:]' '[:upper:]'
}

# users MACRO: which headers or sources ask
users() {
	grep -rlw --include='*.[ch]' "$1" include lib 2>/dev/null | sort | tr '\n' ' ' |
		sed 's/ $//; s/ /, /g'
}

# rhel SINCE BACKPORTS: the first RHEL that carries it. One of the two names it, else
# the version that the release is based on tells.
rhel() {
	named=$(echo "$1 $2" | sed -n 's/.*RHEL \([0-9][0-9.]*\).*/\1/p')
	if [ -n "$named" ]; then
		echo "$named"
		return
	fi
	echo "$1" | sed 's/^between [0-9.]* and //; s/^after [0-9.]*, by //' | awk '{
		if ($1 !~ /^[0-9]/) { print ($0 ~ /^before 2\.6\.18|^2\.6 /) ? "5" : "?"; exit }
		split($1, v, /[.,;]/)
		n = v[1] * 1000000 + v[2] * 1000 + v[3]
		if (n <= 2006018) print "5"
		else if (n <= 2006032) print "6"
		else if (n <= 3010000) print "7"
		else if (n <= 4018000) print "8"
		else if (n <= 5014000) print "9"
		else if (n <= 6012000) print "10"
		else print "none yet"
	}'
}

facts() {
	for f in probes/*/*.c; do
		case $f in probes/control/*) continue ;; esac
		b=${f##*/}
		m=$(macro "${b%.c}")
		since=$(sed -n 's/^ \* Since: //p' "$f")
		back=$(sed -n 's/^ \* Backports: //p' "$f")
		says=$(sed -n '3s/^ \* //p' "$f")
		echo "$m|$says|$since${back:+; $back}|$(rhel "$since" "$back")|$(users "$m")"
	done
	sed -e '/^#/d' -e '/^[ 	]*$/d' probes/exports | while read -r s rest; do
		m=$(macro "exported_$s")
		since=$(echo "$rest" | sed 's/^[01][ 	]*//')
		echo "$m|$s() is exported to modules.|$since|$(rhel "$since" "")|$(users "$m")"
	done
}

table() {
	echo "| fact | says | first mainline version; backports | first RHEL release | used by \`compat/\` |"
	echo "|---|---|---|---|---|"
	facts | sed 's/^/| /; s/|/ | /2g; s/$/ |/; s/  */ /g'
}

readme() {
	sed '/^<!-- table/q' README.md
	table
}

case ${1:-} in
'') table ;;
-w) readme >README.new && mv README.new README.md ;;
-c)
	bad=0
	if ! readme | cmp -s - README.md; then
		echo "compat/README.md is not current: run make compat-table"
		bad=1
	fi
	t=$(facts)
	for m in $(echo "$t" | awk -F'|' '$5 == "" { print $1 }'); do
		echo "$m: no one uses this fact"
		bad=1
	done
	for m in $(echo "$t" | awk -F'|' '$3 == "" { print $1 }'); do
		echo "$m: its probe does not say since when"
		bad=1
	done
	for m in $(grep -rhow --include='*.[ch]' 'HVC_[A-Z0-9_]*' include lib 2>/dev/null | sort -u); do
		case $m in
		HVC_MODE_*|*_H) continue ;;
		esac
		echo "$t" | grep -q "^$m|" && continue
		# a name of its own, defined in a header
		grep -rqE "define[ 	]+$m\b|^	$m\$" include && continue
		echo "$m: used, but there is no such probe"
		bad=1
	done
	exit $bad ;;
-u)
	facts | awk -F'|' '$5 == "" { print $1 ": dead, no one uses it" }'
	cat ../tests/compile/expected/*.h | awk '
		/^#define HVC_/ && $2 !~ /^HVC_MODE_/ { n[$2]++; sum[$2] += $3 }
		END {
			for (f in n) if (n[f] > max) max = n[f]
			for (f in n) if (n[f] == max && (sum[f] == 0 || sum[f] == max))
				printf "%s: constant, %d on all %d kernels known\n", f, (sum[f] > 0), max
		}' | sort ;;
*) echo "usage: table.sh [-w|-c|-u]" >&2; exit 2 ;;
esac
