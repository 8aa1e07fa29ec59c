/* SPDX-License-Identifier: GPL-2.0-only */
/* Holding the set of CPUs under the newest name. */
#ifndef HVC_LINUX_CPU_H
#define HVC_LINUX_CPU_H

#include_next <linux/cpu.h>
#include <hvc_config.h>

#if !HVC_CPUS_READ_LOCK_EXISTS
#if HVC_GET_ONLINE_CPUS_EXISTS
#define cpus_read_lock()	get_online_cpus()
#define cpus_read_unlock()	put_online_cpus()
#else
#define cpus_read_lock()	lock_cpu_hotplug()
#define cpus_read_unlock()	unlock_cpu_hotplug()
#endif
#endif

#endif /* HVC_LINUX_CPU_H */
