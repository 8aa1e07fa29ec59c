// SPDX-License-Identifier: GPL-2.0-only
/*
 * kernel_stack_pointer() reads the stack pointer out of saved registers.
 * Since: 2.6.30
 */
#include <linux/ptrace.h>

unsigned long hvc_probe(struct pt_regs *regs);
unsigned long hvc_probe(struct pt_regs *regs)
{
	return kernel_stack_pointer(regs) + regs_return_value(regs) +
		instruction_pointer(regs);
}
