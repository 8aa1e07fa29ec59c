/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own clocks of Hyper-V. Kernels that keep the timer in their VMBus
 * module, which ours replaces, run on the timer of the local APIC.
 */
#ifndef HVC_CLOCKSOURCE_HYPERV_TIMER_H
#define HVC_CLOCKSOURCE_HYPERV_TIMER_H

#include <linux/types.h>
#include <hvc_config.h>

#if HVC_HYPERV_TIMER_HEADER_EXISTS
#include_next <clocksource/hyperv_timer.h>
#endif

#if !HVC_STIMER_LEGACY_INIT_EXISTS
/* Set up by nobody, so there is nothing to undo and no interrupt. */
#define hv_stimer_legacy_init(cpu, sint)	((void)(cpu))
#define hv_stimer_legacy_cleanup(cpu)		((void)(cpu))
#define hv_stimer_global_cleanup()		do { } while (0)
#define hv_stimer0_isr()			do { } while (0)
#endif

#if HVC_READ_REFERENCE_COUNTER_EXISTS
/* It has moved there. */
#include <linux/interrupt.h>
#include <asm/mshyperv.h>
#else
/* NULL: the register is read instead. */
#define hv_read_reference_counter		((u64 (*)(void))NULL)
#endif

#endif /* HVC_CLOCKSOURCE_HYPERV_TIMER_H */
