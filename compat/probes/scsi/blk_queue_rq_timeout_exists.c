// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timeouts of requests are the matter of the block layer.
 * Since: 2.6.28 (242f9dcb8ba6)
 */
#include <linux/blkdev.h>

void hvc_probe(struct request_queue *q);
void hvc_probe(struct request_queue *q)
{
	blk_queue_rq_timeout(q, 1);
}
