// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delayed work has the timer, not work as such.
 * Since: 2.6.20 (52bad64d95bd)
 */
#include <linux/workqueue.h>

struct timer_list *hvc_probe(struct delayed_work *p);
struct timer_list *hvc_probe(struct delayed_work *p)
{
	return &p->timer;
}
