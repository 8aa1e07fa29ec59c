/* SPDX-License-Identifier: GPL-2.0-only */
/* vzalloc(), and __vmalloc() without protection. */
#ifndef HVC_LINUX_VMALLOC_H
#define HVC_LINUX_VMALLOC_H

#include_next <linux/vmalloc.h>
#include <hvc_config.h>

#if !HVC_VZALLOC_EXISTS
/* lib/slab.c */
void *hvc_vzalloc(unsigned long size);
#define vzalloc(size)		hvc_vzalloc(size)
#endif

#if !HVC_VMALLOC_HAS_2_ARGS
/* lib/slab.c */
void *hvc_vmalloc(unsigned long size, unsigned int flags);
#define __vmalloc(size, flags)	hvc_vmalloc(size, (__force unsigned int)(flags))
#endif

#endif /* HVC_LINUX_VMALLOC_H */
