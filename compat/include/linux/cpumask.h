/* SPDX-License-Identifier: GPL-2.0-only */
/* Sets of CPUs through pointers. */
#ifndef HVC_LINUX_CPUMASK_H
#define HVC_LINUX_CPUMASK_H

#include_next <linux/cpumask.h>
#include <hvc_config.h>

#if !HVC_CPUMASK_VAR_T_EXISTS
#include <linux/bitmap.h>

/* The same bits as in the kernel's cpumask_t. */
struct cpumask {
	DECLARE_BITMAP(bits, NR_CPUS);
};

typedef struct cpumask cpumask_var_t[1];

#define nr_cpu_ids	NR_CPUS
#define cpu_online_mask	((const struct cpumask *)&cpu_online_map)
#define zalloc_cpumask_var(mask, gfp) \
	(bitmap_zero((*(mask))->bits, NR_CPUS), true)
#define free_cpumask_var(mask)	do { } while (0)
#define cpumask_copy(to, from) \
	bitmap_copy((to)->bits, (from)->bits, NR_CPUS)
#define cpumask_clear_cpu(cpu, mask)	clear_bit(cpu, (mask)->bits)
#define cpumask_first(mask)	find_first_bit((mask)->bits, NR_CPUS)
#undef for_each_cpu
#define for_each_cpu(cpu, mask)						\
	for ((cpu) = find_first_bit((mask)->bits, NR_CPUS);		\
	     (cpu) < NR_CPUS;						\
	     (cpu) = find_next_bit((mask)->bits, NR_CPUS, (cpu) + 1))
#endif

#endif /* HVC_LINUX_CPUMASK_H */
