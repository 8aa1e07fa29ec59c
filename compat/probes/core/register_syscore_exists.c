// SPDX-License-Identifier: GPL-2.0-only
/*
 * register_syscore() takes a struct syscore, and its callbacks a pointer.
 *
 * Since: 6.19 (a97fbc3ee3e2)
 */
#include <linux/syscore_ops.h>

void hvc_probe(struct syscore *s);
void hvc_probe(struct syscore *s)
{
	register_syscore(s);
}
