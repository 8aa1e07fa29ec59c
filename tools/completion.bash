# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Completion of hyperv-guest and lsvmbus in bash.

_hyperv_guest() {
	local cur=${COMP_WORDS[COMP_CWORD]}
	local words='status doctor report --json --root --output --help --version'

	case ${COMP_WORDS[0]##*/} in
	lsvmbus) words='-v -vv --verbose --json --root --help --version' ;;
	esac
	case ${COMP_WORDS[COMP_CWORD - 1]} in
	--root|--output)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _hyperv_guest hyperv-guest lsvmbus
