// SPDX-License-Identifier: GPL-2.0-only
/*
 * A request queue has its limits in a structure.
 * Since: 2.6.31 (025146e13b63)
 */
#include <linux/blkdev.h>

struct queue_limits *hvc_probe(struct request_queue *q);
struct queue_limits *hvc_probe(struct request_queue *q)
{
	return &q->limits;
}
