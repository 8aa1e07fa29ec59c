# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Debian packages without installing them: a private apt configuration per
# suite and architecture inside the cache.  apt itself checks the signatures
# against Debian's archive keyring; neither the system's package lists nor its
# package database are touched.
#
# Needs lib.sh.  The caller holds the cache's fetch lock.

DEBIAN_MIRROR=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
DEBIAN_SECURITY_MIRROR=${DEBIAN_SECURITY_MIRROR:-http://deb.debian.org/debian-security}
APT_MAX_AGE_MIN=${APT_MAX_AGE_MIN:-720}

# apt_open SUITES ARCH: select (and create) the private configuration.
# SUITES is comma-separated.  Package lists older than half a day are renewed.
apt_open() {
	apt_root=$CACHE/apt/$1-$2
	apt_keyring=
	for k in /usr/share/keyrings/debian-archive-keyring.gpg \
		 /usr/share/keyrings/debian-archive-keyring.pgp; do
		[ -r "$k" ] && apt_keyring=$k && break
	done
	[ -n "$apt_keyring" ] ||
		die "no Debian archive keyring: install the package debian-archive-keyring"
	have apt-get || die "apt-get is needed to fetch kernels of Debian"

	mkdir -p "$apt_root/state/lists/partial" "$apt_root/cache/archives/partial" \
		"$apt_root/etc/apt.conf.d" "$apt_root/etc/preferences.d" ||
		die "cannot create $apt_root"
	: >"$apt_root/state/status"
	{
		echo 'Dir "/";'
		echo "Dir::State \"$apt_root/state\";"
		echo "Dir::State::status \"$apt_root/state/status\";"
		echo "Dir::Cache \"$apt_root/cache\";"
		echo "Dir::Etc \"$apt_root/etc\";"
		echo 'Dir::Etc::trusted "/dev/null";'
		echo 'Dir::Etc::trustedparts "/dev/null/";'
		echo "APT::Architecture \"$2\";"
		echo "APT::Architectures { \"$2\"; };"
		echo 'APT::Sandbox::User "root";'
		echo 'APT::Install-Recommends "false";'
		echo 'Acquire::Languages "none";'
		echo 'Acquire::Retries "3";'
		# the machine's proxy, if one is configured
		apt-config dump 2>/dev/null | grep -i '^Acquire::https*::Proxy'
	} >"$apt_root/apt.conf.new"
	mv "$apt_root/apt.conf.new" "$apt_root/apt.conf"

	apt_list=$(
		for s in $(echo "$1" | tr ',' ' '); do
			case $s in
			*-security) u=$DEBIAN_SECURITY_MIRROR ;;
			*) u=$DEBIAN_MIRROR ;;
			esac
			echo "deb [signed-by=$apt_keyring] $u $s main"
		done
	)
	if [ "$apt_list" != "$(cat "$apt_root/etc/sources.list" 2>/dev/null)" ] ||
	   [ -z "$(find "$apt_root/updated" -mmin "-$APT_MAX_AGE_MIN" 2>/dev/null)" ]; then
		echo "$apt_list" >"$apt_root/etc/sources.list"
		# A mirror in the middle of an update is not fatal: what one
		# suite lacks may be in another; a missing package will tell.
		if APT_CONFIG=$apt_root/apt.conf apt-get -qq update \
			>"$apt_root/update.log" 2>&1; then
			touch "$apt_root/updated"
		else
			note "apt-get update of $1 ($2) was incomplete: $(grep '^E:' "$apt_root/update.log" | head -n 1)"
		fi
	fi
}

# apt_depends PACKAGE: names of what its candidate version depends on
apt_depends() {
	APT_CONFIG=$apt_root/apt.conf apt-cache show --no-all-versions "$1" 2>/dev/null |
		sed -n 's/^Depends: //p' | tr ',' '\n' |
		sed 's/^ *//; s/[ |(:].*//'
}

# apt_highest GLOB: of the packages whose name fits, the one of highest version
apt_highest() {
	h_re=$(echo "$1" | sed 's/[.+]/\\&/g; s/\*/[0-9.]*[^-]*/g')
	h_best='' h_bestv=''
	for h_p in $(APT_CONFIG=$apt_root/apt.conf apt-cache pkgnames "${1%%\**}" | grep "^$h_re\$"); do
		h_v=$(APT_CONFIG=$apt_root/apt.conf apt-cache show --no-all-versions "$h_p" |
			sed -n 's/^Version: //p')
		if [ -z "$h_best" ] || dpkg --compare-versions "$h_v" gt "$h_bestv"; then
			h_best=$h_p h_bestv=$h_v
		fi
	done
	[ -n "$h_best" ] && echo "$h_best"
}

# apt_unpack DIR PACKAGE...: download and unpack below DIR
apt_unpack() {
	u_dir=$1
	shift
	mkdir -p "$u_dir"
	u_tmp=$(mktemp -d "$apt_root/dl.XXXXXX") || exit 1
	if ! (cd "$u_tmp" && APT_CONFIG=$apt_root/apt.conf apt-get -qq download "$@") \
		>"$apt_root/download.log" 2>&1; then
		rm -rf "$u_tmp"
		die "cannot download $*: $(grep '^E:' "$apt_root/download.log" | head -n 1)"
	fi
	for u_deb in "$u_tmp"/*.deb; do
		dpkg-deb -x "$u_deb" "$u_dir" || die "cannot unpack $u_deb"
	done
	rm -rf "$u_tmp"
}

# apt_source DIR PACKAGE: download and unpack a source package below DIR
apt_source() {
	have dpkg-source || die "dpkg-source is needed: run tests/rig/setup.sh"
	s_list=$apt_root/etc/sources.list
	if ! grep -q '^deb-src' "$s_list"; then
		sed 's/^deb /deb-src /' "$s_list" >"$s_list.src"
		cat "$s_list.src" >>"$s_list"
		APT_CONFIG=$apt_root/apt.conf apt-get -qq update >"$apt_root/update.log" 2>&1 ||
			die "cannot read the list of source packages: $(grep '^E:' "$apt_root/update.log" | head -n 1)"
	fi
	(cd "$1" && APT_CONFIG=$apt_root/apt.conf apt-get -qq source "$2") \
		>"$apt_root/download.log" 2>&1 ||
		die "cannot fetch the source of $2: $(grep '^E:' "$apt_root/download.log" | head -n 1)"
	# Leave the list as the next apt_open expects it.
	grep -v '^deb-src' "$s_list" >"$s_list.src"
	mv "$s_list.src" "$s_list"
}
