/* SPDX-License-Identifier: GPL-2.0-only */
/* vzalloc(). */
#ifndef HVC_LINUX_VMALLOC_H
#define HVC_LINUX_VMALLOC_H

#include_next <linux/vmalloc.h>
#include <hvc_config.h>

#if !HVC_VZALLOC_EXISTS
/* lib/slab.c */
void *hvc_vzalloc(unsigned long size);
#define vzalloc(size)		hvc_vzalloc(size)
#endif

#endif /* HVC_LINUX_VMALLOC_H */
