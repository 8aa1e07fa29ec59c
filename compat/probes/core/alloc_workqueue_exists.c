// SPDX-License-Identifier: GPL-2.0-only
/*
 * Work queues can be unbound: alloc_workqueue() and alloc_ordered_workqueue().
 * Since: 2.6.36, with alloc_ordered_workqueue() 2.6.37
 */
#include <linux/workqueue.h>

struct workqueue_struct *hvc_probe(const char *name);
struct workqueue_struct *hvc_probe(const char *name)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("x", 0);

	return wq ? wq : alloc_workqueue("y", WQ_UNBOUND, 0);
}
