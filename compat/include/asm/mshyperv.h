/* SPDX-License-Identifier: GPL-2.0-only */
/* Hooks of the kernel's own Hyper-V support under their newest names. */
#ifndef HVC_ASM_MSHYPERV_H
#define HVC_ASM_MSHYPERV_H

#include_next <asm/mshyperv.h>
#include <asm/msr.h>
#include <hvc_config.h>

/* The older pair took an IRQ, which x86 never used. */
#if !HVC_SETUP_VMBUS_HANDLER_EXISTS
static inline void hv_setup_vmbus_handler(void (*handler)(void))
{
	hv_setup_vmbus_irq(0, handler);
}

static inline void hv_remove_vmbus_handler(void)
{
	hv_remove_vmbus_irq();
}
#endif

/* Registers: plain ones first, later through a function that knows isolation. */
#if HVC_GET_MSR_EXISTS
/* the kernel's own */
#elif HVC_GET_REGISTER_EXISTS
static inline u64 hv_get_msr(unsigned int reg)
{
	return hv_get_register(reg);
}

static inline void hv_set_msr(unsigned int reg, u64 value)
{
	hv_set_register(reg, value);
}
#elif defined(rdmsrl)
static inline u64 hv_get_msr(unsigned int reg)
{
	u64 value;

	rdmsrl(reg, value);
	return value;
}

static inline void hv_set_msr(unsigned int reg, u64 value)
{
	wrmsrl(reg, value);
}
#else
#error "no known form of hv_get_msr() on this kernel; please report hvc_config.h"
#endif

#endif /* HVC_ASM_MSHYPERV_H */
