// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets of CPUs are used through pointers, cpumask_var_t and cpu_online_mask.
 * Since: 2.6.28
 */
#include <linux/cpumask.h>
#include <linux/gfp.h>

unsigned int hvc_probe(void);
unsigned int hvc_probe(void)
{
	cpumask_var_t m;

	if (!zalloc_cpumask_var(&m, GFP_KERNEL))
		return 0;
	cpumask_copy(m, cpu_online_mask);
	free_cpumask_var(m);
	return nr_cpu_ids;
}
