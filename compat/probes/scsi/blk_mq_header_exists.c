// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/blk-mq.h.
 * Since: 3.13 (320ae51feed5)
 */
#include <linux/blkdev.h>
#include <linux/blk-mq.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return 0;
}
