/* SPDX-License-Identifier: GPL-2.0-only */
/* Saved registers by what they are for. */
#ifndef HVC_LINUX_PTRACE_H
#define HVC_LINUX_PTRACE_H

#include_next <linux/ptrace.h>
#include <hvc_config.h>

#if !HVC_KERNEL_STACK_POINTER_EXISTS
/*
 * A trap out of the kernel itself leaves no stack pointer on 32 bits: the place
 * where it would be is where the stack was.
 */
#undef regs_return_value
#if HVC_PT_REGS_HAS_PLAIN_NAMES
#define regs_return_value(regs)		((regs)->ax)
#ifdef CONFIG_X86_64
#define kernel_stack_pointer(regs)	((regs)->sp)
#else
#define kernel_stack_pointer(regs)	((unsigned long)&(regs)->sp)
#endif
#elif defined(CONFIG_X86_64)
#define regs_return_value(regs)		((regs)->rax)
#define kernel_stack_pointer(regs)	((regs)->rsp)
#else
#define regs_return_value(regs)		((regs)->eax)
#define kernel_stack_pointer(regs)	((unsigned long)&(regs)->esp)
#endif
#endif

#endif /* HVC_LINUX_PTRACE_H */
