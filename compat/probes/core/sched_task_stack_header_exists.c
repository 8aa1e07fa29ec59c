// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/sched/task_stack.h.
 *
 * Since: 4.11 (f3ac60671954)
 */
#include <linux/sched/task_stack.h>
