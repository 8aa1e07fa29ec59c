/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers of requests; see scsi_host_has_tags() for whether they mean anything. */
#ifndef HVC_LINUX_BLK_MQ_H
#define HVC_LINUX_BLK_MQ_H

#include <hvc_config.h>

#if HVC_BLK_MQ_HEADER_EXISTS
#include <linux/blkdev.h>
#include_next <linux/blk-mq.h>
#endif

#if !HVC_BLK_MQ_UNIQUE_TAG_EXISTS
#define blk_mq_unique_tag(rq)		((void)(rq), 0u)
#define blk_mq_unique_tag_to_hwq(n)	((n) >> 16)
#define blk_mq_unique_tag_to_tag(n)	((n) & 0xffff)
#endif

#endif /* HVC_LINUX_BLK_MQ_H */
