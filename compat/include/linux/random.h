/* SPDX-License-Identifier: GPL-2.0-only */
/* add_interrupt_randomness() with one argument, or none of it. */
#ifndef HVC_LINUX_RANDOM_H
#define HVC_LINUX_RANDOM_H

#include_next <linux/random.h>
#include <hvc_config.h>

#if !HVC_EXPORTED_ADD_INTERRUPT_RANDOMNESS
/* Not for modules: the kernel gathers entropy without us. */
#define add_interrupt_randomness(irq)	do { } while (0)
#elif !HVC_ADD_INTERRUPT_RANDOMNESS_HAS_1_ARG
#define add_interrupt_randomness(irq)	add_interrupt_randomness(irq, 0)
#endif

#endif /* HVC_LINUX_RANDOM_H */
