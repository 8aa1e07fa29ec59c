// SPDX-License-Identifier: GPL-2.0-only
/*
 * Saved registers have the same names on 32 and 64 bits.
 * Since: 2.6.25
 */
#include <linux/ptrace.h>

unsigned long hvc_probe(struct pt_regs *regs);
unsigned long hvc_probe(struct pt_regs *regs)
{
	return regs->sp + regs->ax;
}
