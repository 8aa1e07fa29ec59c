/* SPDX-License-Identifier: GPL-2.0-only */
/* CPU hotplug states, one of them, on kernels with notifiers; see lib/cpuhotplug.c. */
#ifndef HVC_LINUX_CPUHOTPLUG_H
#define HVC_LINUX_CPUHOTPLUG_H

#include <hvc_config.h>

#if HVC_CPUHP_SETUP_STATE_EXISTS
#include_next <linux/cpuhotplug.h>
#else
#define CPUHP_AP_ONLINE_DYN	0

#define cpuhp_setup_state(state, name, up, down) hvc_cpuhp_setup(up, down)
#define cpuhp_remove_state(state)		hvc_cpuhp_remove(state)

/* @up and @down run on the CPU that they are about. May sleep. */
int hvc_cpuhp_setup(int (*up)(unsigned int cpu), int (*down)(unsigned int cpu));
void hvc_cpuhp_remove(int state);
#endif

#endif /* HVC_LINUX_CPUHOTPLUG_H */
