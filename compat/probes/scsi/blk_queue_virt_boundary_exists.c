// SPDX-License-Identifier: GPL-2.0-only
/*
 * A request queue can be given a boundary that its pieces may not cross.
 * Since: 4.3 (03100aada96f) to 6.10
 */
#include <linux/blkdev.h>

void hvc_probe(struct request_queue *q);
void hvc_probe(struct request_queue *q)
{
	blk_queue_virt_boundary(q, 4095);
}
