#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Copy the tree as it is released to a directory, with one date for all files.
#
# usage: stage.sh DIR       prints the date (seconds since 1970)

set -eu
umask 022
[ $# -eq 1 ] || { echo "usage: stage.sh DIR" >&2; exit 2; }
cd "$(dirname "$0")/.."
rm -rf "$1"
mkdir -p "$1"
if git rev-parse --show-toplevel >/dev/null 2>&1 && [ "$(git rev-parse --show-toplevel)" = "$(pwd -P)" ]; then
	git ls-files
else
	find . -path ./build -prune -o -path ./.git -prune -o -type f -print | sed 's,^\./,,'
fi | grep -v -e '^\.ci/' -e '^\.gitignore$' | while read -r f; do
	[ ! -f "$f" ] || echo "$f"
done | sort | tar cf - -T - | (cd "$1" && tar xf -)
date=${SOURCE_DATE_EPOCH:-$(date -u -d "$(sed -n 's/^ -- .*>  //p' packaging/debian/changelog | sed 1q)" +%s)}
# Times and permissions of a checkout are accidental.
find "$1" -type d -exec chmod 755 {} +
find "$1" -type f ! -perm -100 -exec chmod 644 {} +
find "$1" -type f -perm -100 -exec chmod 755 {} +
find "$1" -exec touch -h -d "@$date" {} +
echo "$date"
