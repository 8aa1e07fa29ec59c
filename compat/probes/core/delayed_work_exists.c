// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delayed work has a type of its own.
 * Since: 2.6.20 (52bad64d95bd)
 * Backports: RHEL 5
 */
#include <linux/workqueue.h>

struct work_struct *hvc_probe(struct delayed_work *p);
struct work_struct *hvc_probe(struct delayed_work *p)
{
	return &p->work;
}
