#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Make a tree like this one whose modules build in seconds: same packaging, same
# scripts, same names, small modules. For tests of what happens to packages.
#
# usage: standin.sh VERSION DIR

set -eu
[ $# -eq 2 ] || { echo "usage: standin.sh VERSION DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
SOURCE_DATE_EPOCH=1700000000 "$top/packaging/stage.sh" "$2" >/dev/null
cd "$2"
rm -rf src tests daemons
cp -R "$here/standin/src" src
for d in compat/probes/*; do
	case $d in
	*/control) ;;
	*/exports) : >"$d" ;;
	*) rm -rf "$d" ;;
	esac
done
[ ! -d compat/lib ] || rm -f compat/lib/*.c
cat >dkms/modules.tsv <<'TSV'
# module	where the kernel keeps its own
hv_vmbus	/kernel/drivers/hv
hv_utils	/kernel/drivers/hv
hv_storvsc	/kernel/drivers/scsi
TSV
echo "$1" >VERSION
sed -i "1s/(.*)/($1-1)/" packaging/debian/changelog
sh dkms/make-conf.sh >dkms.conf
