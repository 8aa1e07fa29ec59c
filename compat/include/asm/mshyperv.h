/* SPDX-License-Identifier: GPL-2.0-only */
/* Hooks of the kernel's own Hyper-V support under their newest names. */
#ifndef HVC_ASM_MSHYPERV_H
#define HVC_ASM_MSHYPERV_H

#include <linux/types.h>
#include <linux/percpu.h>
#include <asm/msr.h>
#include_next <asm/mshyperv.h>
#include <hvc_config.h>

/* Some of the older ones take an IRQ, which x86 never used. */
#if HVC_SETUP_VMBUS_IRQ_HAS_2_ARGS || HVC_SETUP_VMBUS_IRQ_HAS_1_ARG
static inline void hv_setup_vmbus_handler(void (*handler)(void))
{
#if HVC_SETUP_VMBUS_IRQ_HAS_2_ARGS
	hv_setup_vmbus_irq(0, handler);
#else
	hv_setup_vmbus_irq(handler);
#endif
}

static inline void hv_remove_vmbus_handler(void)
{
	hv_remove_vmbus_irq();
}
#endif

#if !HVC_IS_HYPERV_INITIALIZED_EXISTS && HVC_HYPERCALL_PAGE_SETUP_EXISTS
#define hv_is_hyperv_initialized()	hv_is_hypercall_page_setup()
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
