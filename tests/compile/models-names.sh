#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Names that a model declares, as a program for the real tree: what the tree
# lacks does not compile there. Read by models-check.sh, which sets CC, HERE and
# kdir, after models-lib.sh and model_flags.
# shellcheck disable=SC2154

# in_tree HEADER: is it among the headers of $kdir?
in_tree() {
	for m_d in include include/uapi arch/x86/include arch/x86/include/uapi \
		arch/x86/include/generated arch/x86/include/generated/asm/.. \
		arch/x86/include/generated/uapi include/generated; do
		[ -r "$kdir/$m_d/$1" ] && return
	done
	false
}

# names_headers: what is included to see all names of the model.
names_headers() {
	for m_i in $m_models; do
		(cd "${m_i#-I}" && find asm linux net scsi -name '*.h' 2>/dev/null)
	done | sort -u | grep -v -e '^linux/types\.h$' -e '^linux/kernel\.h$'
}

# names_program: text on standard output. One line of a function for each name
# (macro, function, variable, type or constant) and each member of a structure.
names_program() {
	echo '#include <linux/types.h>'
	echo '#include <linux/kernel.h>'
	echo '#include <linux/module.h>'
	for m_h in $(names_headers); do
		in_tree "$m_h" && echo "#include <$m_h>"
	done
	# shellcheck disable=SC2086 # several flags in one variable
	names_headers | sed 's/.*/#include <&>/' |
		"$CC" $m_flags $m_models -E -P -x c - >"$1/names.i" || return 1
	# shellcheck disable=SC2086
	names_headers | sed 's/.*/#include <&>/' |
		"$CC" $m_flags $m_models -E -dM -x c - | sort >"$1/names.macros" || return 1
	# What the compiler or the command line defines is no part of the model.
	# shellcheck disable=SC2086
	"$CC" $m_flags -E -dM -x c /dev/null | sort >"$1/names.builtin"
	{
		# the identifier before the first parenthesis of a prototype, and
		# what a typedef or a declaration of a variable ends with
		tr '\n' ' ' <"$1/names.i" | awk '
		{
			depth = 0; text = ""
			n = length($0)
			for (i = 1; i <= n; i++) {
				c = substr($0, i, 1)
				if (c == "{") { depth++; if (depth == 1) text = text " {"; continue }
				if (c == "}") { depth--; if (depth == 0) { text = text "} "; body = 1 } continue }
				if (depth) continue
				if (c == ";") { print text; text = ""; continue }
				text = text c
				# the body of a function ends a declaration, too
				if (body) { if (text ~ /\) *\{\} $/) { print text; text = "" } body = 0 }
			}
		}' | sed -e 's/__attribute__ *((.*$//' -e 's/{}.*//' |
		grep -v -e '^ *struct [A-Za-z_0-9]* *$' -e '^ *enum' -e '^ *union' |
		sed -n -e 's/^[^(]*(\*\([A-Za-z_0-9]*\))(.*/\1/p;t' \
			-e 's/^[^(]*[ *]\([A-Za-z_0-9]*\)(.*/\1/p;t' \
			-e 's/.*[ *]\([A-Za-z_0-9]*\)\(\[.*\)* *$/\1/p'
		comm -23 "$1/names.macros" "$1/names.builtin" |
			sed -n 's/^#define \([A-Za-z_0-9]*\)[ (].*/\1/p'
	} | grep -v -i -e '^model' -e '^CONFIG_' -e '^TP_' -e '^_*$' | sort -u >"$1/names"
	n=0
	while read -r name; do
		n=$((n + 1))
		printf '#ifndef %s\n__typeof__(%s) *model_name_%d;\n#endif\n' "$name" "$name" "$n"
	done <"$1/names"
	# members: "struct x { ... };" at the outermost level
	tr '\n' ' ' <"$1/names.i" | sed 's/struct [a-z_0-9A-Z]* {/\n&/g' | awk '
	/^struct / {
		tag = $2; text = ""; depth = 0; n = length($0)
		for (i = 1; i <= n; i++) {
			c = substr($0, i, 1)
			if (c == "{") { depth++; continue }
			if (c == "}") { depth--; if (!depth) break; continue }
			if (depth != 1) continue
			if (c == ";") { print tag, text; text = ""; continue }
			text = text c
		}
	}' | sed -e 's/:[0-9]*//g' -e 's/\[[^]]*\]//g' |
	while read -r tag text; do
		case $text in
		*'(*'*) echo "$tag $(echo "$text" | sed 's/^[^(]*(\*\([A-Za-z_0-9]*\)).*/\1/')" ;;
		*)
			for m in $(echo "$text" | tr -d '*' | sed 's/, */,/g' | awk '{ print $NF }' | tr ',' ' '); do
				echo "$tag $m"
			done
			;;
		esac
	done | grep -v -i -e model -e ' $' | sort -u >"$1/members"
	while read -r tag m; do
		n=$((n + 1))
		echo "void model_member_$n(struct $tag *p); void model_member_$n(struct $tag *p) { (void)p->$m; }"
	done <"$1/members"
}
