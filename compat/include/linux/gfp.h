/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages that are no power of two. */
#ifndef HVC_LINUX_GFP_H
#define HVC_LINUX_GFP_H

#include_next <linux/gfp.h>
#include <hvc_config.h>

#if !HVC_ALLOC_PAGES_EXACT_EXISTS
/* None: users fall back to vmalloc(). */
#define alloc_pages_exact(bytes, gfp)	((void)(bytes), (void *)NULL)
#define free_pages_exact(p, bytes)	do { } while (0)
#endif

#endif /* HVC_LINUX_GFP_H */
