// SPDX-License-Identifier: GPL-2.0-only
/*
 * alloc_workqueue() makes queues that are unbound and have numbers in their names.
 *
 * Since: 2.6.36, names that are formats 3.3 (b196be89cdc1)
 */
#include <linux/workqueue.h>

struct workqueue_struct *hvc_probe(const char *name);
struct workqueue_struct *hvc_probe(const char *name)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("x%d", 0, 1);

	return wq ? wq : alloc_workqueue("y", WQ_UNBOUND, 0);
}
