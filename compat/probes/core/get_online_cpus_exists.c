// SPDX-License-Identifier: GPL-2.0-only
/*
 * The set of CPUs is held with get_online_cpus().
 *
 * Since: 2.6.25 (86ef5c9a8edd), renamed in 4.13
 */
#include <linux/cpu.h>

void hvc_probe(void);
void hvc_probe(void)
{
	get_online_cpus();
}
