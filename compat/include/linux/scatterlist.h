/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking into tables of pieces that are plain arrays. */
#ifndef HVC_LINUX_SCATTERLIST_H
#define HVC_LINUX_SCATTERLIST_H

#include_next <linux/scatterlist.h>
#include <hvc_config.h>

#if !HVC_SG_PAGE_EXISTS
#include <asm/io.h>

#define sg_page(sg)	((sg)->page)
#define sg_next(sg)	((sg) + 1)
#define sg_phys(sg)	(page_to_phys((sg)->page) + (sg)->offset)
#endif

#endif /* HVC_LINUX_SCATTERLIST_H */
