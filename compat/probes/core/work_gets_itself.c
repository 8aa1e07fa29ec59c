// SPDX-License-Identifier: GPL-2.0-only
/*
 * The function of a work gets the work itself as its argument.
 * Since: 2.6.20 (65f27f38446e)
 */
#include <linux/workqueue.h>

void hvc_probe(struct work_struct *p, void (*f)(struct work_struct *work));
void hvc_probe(struct work_struct *p, void (*f)(struct work_struct *work))
{
	p->func = f;
}
