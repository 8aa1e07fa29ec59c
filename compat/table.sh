#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The table of facts in README.md, from the comments of the probes.
#
# usage: table.sh        print it
#        table.sh -w     write it into README.md
#        table.sh -c     check: README.md is current, every fact is used and
#                        every used fact has a probe

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

facts() {
	for f in probes/*/*.c; do
		case $f in probes/control/*) continue ;; esac
		b=${f##*/}
		m=$(macro "${b%.c}")
		since=$(sed -n 's/^ \* Since: //p' "$f")
		back=$(sed -n 's/^ \* Backports: //p' "$f")
		says=$(sed -n '3s/^ \* //p' "$f")
		echo "$m|$says|$since${back:+; $back}|$(users "$m")"
	done
	sed -e '/^#/d' -e '/^[ 	]*$/d' probes/exports | while read -r s rest; do
		m=$(macro "exported_$s")
		echo "$m|$s() is exported to modules.|$(echo "$rest" | sed 's/^[01] *//')|$(users "$m")"
	done
}

table() {
	echo "| fact | says | since (mainline); backports | used by \`compat/\` |"
	echo "|---|---|---|---|"
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
	for m in $(echo "$t" | awk -F'|' '$4 == "" { print $1 }'); do
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
*) echo "usage: table.sh [-w|-c]" >&2; exit 2 ;;
esac
