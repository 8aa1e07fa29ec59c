/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For src/vmbus/platform_legacy*.c: how far the kernel supports Hyper-V itself,
 * interrupts by IRQ, clock sources. There is no header of this name upstream.
 */
#ifndef HVC_ASM_HV_LEGACY_H
#define HVC_ASM_HV_LEGACY_H

#include <linux/types.h>
#include <linux/clocksource.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/module.h>
#include <linux/utsname.h>
#include <asm/apic.h>
#include <asm/hw_irq.h>
#include <hvc_config.h>
#if HVC_MSHYPERV_HEADER_EXISTS
#include <asm/mshyperv.h>
#endif

/* -------- a vector of the kernel for VMBus -------- */

/* Without this option the functions are there, but no gate and nothing behind them. */
#if defined(CONFIG_HYPERV)
#define HVC_KERNEL_HYPERV 1
#elif defined(CONFIG_HYPERV_MODULE)
#define HVC_KERNEL_HYPERV 1
#else
#define HVC_KERNEL_HYPERV 0
#endif
#if HVC_KERNEL_HYPERV && HVC_REGISTER_VMBUS_HANDLER_EXISTS
#include <asm/desc.h>
#endif

#if HVC_KERNEL_HYPERV && (HVC_SETUP_VMBUS_HANDLER_EXISTS || \
	HVC_SETUP_VMBUS_IRQ_HAS_2_ARGS || HVC_SETUP_VMBUS_IRQ_HAS_1_ARG)
#define hv_kernel_vector_hook(fn)	hv_setup_vmbus_handler(fn)
#define hv_kernel_vector_unhook()	hv_remove_vmbus_handler()
#define HVC_KERNEL_VECTOR 1
#else
#define hv_kernel_vector_hook(fn)	((void)(fn))
#define hv_kernel_vector_unhook()	((void)0)
#define HVC_KERNEL_VECTOR 0
#endif

/* 0: none, or the kernel did not recognise the host and set none up. */
static inline unsigned int hv_kernel_vector(void)
{
#if HVC_KERNEL_VECTOR
	if (ms_hyperv.features)
		return HYPERVISOR_CALLBACK_VECTOR;
#endif
	return 0;
}

/*
 * Kernels that have a vector, but no hook: a gate is opened once, and from then on
 * leads to the flow of @irq, which has to end the interrupt. It stays open, and
 * stays that IRQ's; the vector is marked as free again, because whoever comes next,
 * we or the kernel's own driver, opens it again, which must not find it taken. The
 * kernel gives away no vector above the lowest one that was ever marked. Returns
 * the vector, or 0.
 */
static inline unsigned int hv_kernel_gate_open(unsigned int irq)
{
#if HVC_KERNEL_HYPERV && HVC_REGISTER_VMBUS_HANDLER_EXISTS
	if (!ms_hyperv.features)
		return 0;
	/* The handler is only kept, never called. */
	if (!test_bit(HYPERVISOR_CALLBACK_VECTOR, used_vectors))
		hv_register_vmbus_handler(irq, NULL);
	return HYPERVISOR_CALLBACK_VECTOR;
#else
	return 0;
#endif
}

static inline void hv_kernel_gate_close(void)
{
#if HVC_KERNEL_HYPERV && HVC_REGISTER_VMBUS_HANDLER_EXISTS
	if (ms_hyperv.features)
		clear_bit(HYPERVISOR_CALLBACK_VECTOR, used_vectors);
#endif
}

/*
 * Does its entry code end the interrupt when the host advises against AutoEOI?
 * Kernels that do have a name for that advice.
 */
static inline bool hv_kernel_vector_ends(void)
{
#if defined(HV_DEPRECATING_AEOI_RECOMMENDED) || \
	defined(HV_X64_DEPRECATING_AEOI_RECOMMENDED)
	return true;
#else
	return false;
#endif
}

/* Both implementations of the machine cannot own the hypercall page. */
static inline bool hv_kernel_does_hypercalls(void)
{
#if HVC_KERNEL_DOES_HYPERCALLS
	return hv_is_hyperv_initialized();
#else
	return false;
#endif
}

#if HVC_SETUP_CRASH_HANDLER_EXISTS && HVC_EXPORTED_HV_SETUP_CRASH_HANDLER
#define hv_kernel_crash_hook(fn)	hv_setup_crash_handler(fn)
#define hv_kernel_crash_unhook()	hv_remove_crash_handler()
#else
#define hv_kernel_crash_hook(fn)	((void)(fn))
#define hv_kernel_crash_unhook()	((void)0)
#endif

/* -------- interrupt by IRQ -------- */

#ifndef ISA_IRQ_VECTOR
#ifdef IRQ0_VECTOR
#define ISA_IRQ_VECTOR(irq)	(IRQ0_VECTOR + (irq))
#else
#define ISA_IRQ_VECTOR(irq)	(FIRST_EXTERNAL_VECTOR + (irq))
#endif
#endif

/* Handlers run with interrupts off; the newer kernels know no others. */
#ifndef IRQF_DISABLED
#define IRQF_DISABLED	0
#endif

#if HVC_IRQ_HANDLER_HAS_2_ARGS
#define DEFINE_IRQ_HANDLER(op, fn) \
	static irqreturn_t op(int irq, void *dev) \
	{ \
		return fn(irq, dev); \
	}
#else
#define DEFINE_IRQ_HANDLER(op, fn) \
	static irqreturn_t op(int irq, void *dev, struct pt_regs *regs) \
	{ \
		return fn(irq, dev); \
	}
#endif

/*
 * hv_irq_set_flow() is false where modules cannot set the flow of an IRQ, or
 * where the kernel would not use it.
 */
#if HVC_IRQ_FLOW_HAS_1_ARG
#define DEFINE_IRQ_FLOW(op, fn) \
	static void op(struct irq_desc *desc) \
	{ \
		fn(desc); \
	}
#elif HVC_IRQ_FLOW_HAS_2_ARGS
#define DEFINE_IRQ_FLOW(op, fn) \
	static void op(unsigned int irq, struct irq_desc *desc) \
	{ \
		fn(desc); \
	}
#else
#define DEFINE_IRQ_FLOW(op, fn) \
	static inline void op(void) \
	{ \
		fn(NULL); \
	}
#endif

#if HVC_IRQ_SET_HANDLER_EXISTS && HVC_EXPORTED___IRQ_SET_HANDLER
#define HVC_IRQ_FLOW_CAN_BE_SET 1
#define hv_irq_set_flow(irq, fn)	({ irq_set_handler(irq, fn); true; })
#elif HVC_IRQ_FLOW_HAS_2_ARGS && HVC_EXPORTED___SET_IRQ_HANDLER
#define HVC_IRQ_FLOW_CAN_BE_SET 1
#define hv_irq_set_flow(irq, fn)	({ set_irq_handler(irq, fn); true; })
#else
#define HVC_IRQ_FLOW_CAN_BE_SET 0
static inline bool hv_irq_set_flow(unsigned int irq, const void *fn)
{
	return false;
}
#endif

/*
 * The flow to be set again later. Never none: the kernel then acknowledges the
 * interrupt at once, for which it looks into the registers of an interrupt, and
 * outside of one there are none. Where a module cannot ask what the flow was it
 * becomes that of a level, which serves an edge, too.
 */
static inline void *hv_irq_flow(unsigned int irq)
{
#if HVC_IRQ_FLOW_CAN_BE_SET && HVC_EXPORTED_IRQ_TO_DESC
	const struct irq_desc *desc = irq_to_desc(irq);

	if (desc && desc->handle_irq)
		return desc->handle_irq;
#endif
#if HVC_IRQ_FLOW_CAN_BE_SET
	return handle_level_irq;
#else
	return NULL;
#endif
}

static inline void hv_apic_eoi(void)
{
#if HVC_ACK_APIC_IRQ_EXISTS
	ack_APIC_irq();
#else
	apic_eoi();
#endif
}

/* Is @vector in service at this CPU's local APIC, is it waiting there? */
static inline bool hv_apic_in_service(unsigned int vector)
{
	return apic_read(APIC_ISR + (vector / 32) * 0x10) &
		(1u << (vector % 32));
}

static inline bool hv_apic_requested(unsigned int vector)
{
	return apic_read(APIC_IRR + (vector / 32) * 0x10) &
		(1u << (vector % 32));
}

/* -------- clock sources -------- */

#if HVC_CLOCKSOURCE_READ_GETS_CLOCKSOURCE
#define DEFINE_CLOCKSOURCE_READ(op, fn) \
	static u64 op(struct clocksource *cs) \
	{ \
		return fn(cs); \
	}
#else
#define DEFINE_CLOCKSOURCE_READ(op, fn) \
	static cycle_t op(void) \
	{ \
		return fn(NULL); \
	}
#endif

#ifdef CLOCK_SOURCE_IS_CONTINUOUS
#define CLOCKSOURCE_IS_CONTINUOUS	.flags = CLOCK_SOURCE_IS_CONTINUOUS,
#else
#define CLOCKSOURCE_IS_CONTINUOUS	.is_continuous = 1,
#endif

/*
 * False where a clock source cannot be taken back, which would pin the module for
 * ever, or where nothing in the kernel would read it.
 */
static inline bool hv_clocksource_register(struct clocksource *cs, u32 hz)
{
#if !HVC_EXPORTED_CLOCKSOURCE_UNREGISTER || !HVC_CLOCKSOURCE_UNREGISTER_EXISTS
	return false;
#elif HVC_CLOCKSOURCE_REGISTER_HZ_EXISTS
	return clocksource_register_hz(cs, hz) == 0;
#else
	cs->shift = 22;
	cs->mult = clocksource_hz2mult(hz, cs->shift);
	return clocksource_register(cs) == 0;
#endif
}

static inline void hv_clocksource_unregister(struct clocksource *cs)
{
#if HVC_EXPORTED_CLOCKSOURCE_UNREGISTER && HVC_CLOCKSOURCE_UNREGISTER_EXISTS
	clocksource_unregister(cs);
#endif
}

/* -------- the rest -------- */

#if !HVC_INIT_UTSNAME_EXISTS
#define init_utsname()	(&system_utsname)
#endif

#endif /* HVC_ASM_HV_LEGACY_H */
