/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the two files of the implementation for kernels without Hyper-V support
 * share.
 */
#ifndef VMBUS_PLATFORM_LEGACY_H
#define VMBUS_PLATFORM_LEGACY_H

#include <linux/types.h>

/* TSC page and clock source; may sleep. Nothing here is worth failing for. */
void hv_clock_init(void);
/* May sleep. No reader of the time is left afterwards. */
void hv_clock_exit(void);
/* After a hibernation: tell the host about the TSC page again; interrupts off. */
void hv_clock_resume(void);
/* Reference time, 100 ns; 0 where the host has no counter. Any context. */
u64 hv_clock_time(void);

#endif /* VMBUS_PLATFORM_LEGACY_H */
