// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPU hotplug calls back per state, and a state can be had at run time.
 *
 * Since: 4.10 (4fae16dffb81)
 */
#include <linux/cpuhotplug.h>

int hvc_probe(int (*up)(unsigned int), int (*down)(unsigned int));
int hvc_probe(int (*up)(unsigned int), int (*down)(unsigned int))
{
	return cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "hvc", up, down);
}
