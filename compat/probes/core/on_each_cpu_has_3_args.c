// SPDX-License-Identifier: GPL-2.0-only
/*
 * on_each_cpu() has three arguments.
 * Since: 2.6.27 (15c8b6c1aaaf)
 */
#include <linux/smp.h>

void hvc_probe(void (*f)(void *info));
void hvc_probe(void (*f)(void *info))
{
	on_each_cpu(f, NULL, 1);
}
