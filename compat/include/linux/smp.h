/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls on other CPUs in their newest form. */
#ifndef HVC_LINUX_SMP_H
#define HVC_LINUX_SMP_H

#include_next <linux/smp.h>
#include <hvc_config.h>

#if !HVC_ON_EACH_CPU_HAS_3_ARGS
#ifdef CONFIG_SMP
#define on_each_cpu(func, info, wait)	on_each_cpu(func, info, 1, wait)
#else
#undef on_each_cpu
#define on_each_cpu(func, info, wait)					\
	({								\
		local_irq_disable();					\
		func(info);						\
		local_irq_enable();					\
		0;							\
	})
#endif
#endif

#endif /* HVC_LINUX_SMP_H */
