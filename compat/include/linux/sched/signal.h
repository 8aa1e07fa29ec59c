/* SPDX-License-Identifier: GPL-2.0-only */
/* Signals of tasks, wherever the kernel declares them. */
#ifndef HVC_LINUX_SCHED_SIGNAL_H
#define HVC_LINUX_SCHED_SIGNAL_H

#include <hvc_config.h>

#if HVC_SCHED_SIGNAL_HEADER_EXISTS
#include_next <linux/sched/signal.h>
#else
#include <linux/sched.h>
#endif

#endif /* HVC_LINUX_SCHED_SIGNAL_H */
