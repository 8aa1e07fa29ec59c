/* SPDX-License-Identifier: GPL-2.0-only */
/* Tasklets whose function takes the tasklet. */
#ifndef HVC_LINUX_INTERRUPT_H
#define HVC_LINUX_INTERRUPT_H

#include_next <linux/interrupt.h>
#include <hvc_config.h>

#if !HVC_TASKLET_SETUP_EXISTS
/* These kernels pass a word, as wide as a pointer, and check no types of calls. */
#define tasklet_setup(t, fn) \
	tasklet_init(t, (void (*)(unsigned long))(fn), (unsigned long)(t))
#define from_tasklet(var, t, member) \
	container_of(t, typeof(*var), member)
#endif

#endif /* HVC_LINUX_INTERRUPT_H */
