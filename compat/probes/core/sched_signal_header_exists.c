// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals of tasks have a header of their own.
 * Since: 4.11 (174cd4b1e5fb)
 */
#include <linux/sched/signal.h>

int hvc_probe(struct task_struct *p);
int hvc_probe(struct task_struct *p)
{
	return signal_pending(p);
}
