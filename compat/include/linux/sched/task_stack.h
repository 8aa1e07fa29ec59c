/* SPDX-License-Identifier: GPL-2.0-only */
/* Stacks of tasks; older kernels declare them with the scheduler. */
#ifndef HVC_LINUX_SCHED_TASK_STACK_H
#define HVC_LINUX_SCHED_TASK_STACK_H

#include <hvc_config.h>

#if HVC_SCHED_TASK_STACK_HEADER_EXISTS
#include_next <linux/sched/task_stack.h>
#else
#include <linux/sched.h>
#include <asm/processor.h>
#endif

#endif /* HVC_LINUX_SCHED_TASK_STACK_H */
