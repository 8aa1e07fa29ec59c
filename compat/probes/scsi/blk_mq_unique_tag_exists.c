// SPDX-License-Identifier: GPL-2.0-only
/*
 * A request has a number of its own among all queues.
 * Since: 3.18 (205fb5f5ba15)
 */
#include <linux/blkdev.h>
#include <linux/blk-mq.h>

u32 hvc_probe(struct request *rq);
u32 hvc_probe(struct request *rq)
{
	return blk_mq_unique_tag(rq);
}
