/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling memory of vmalloc() from other memory. */
#ifndef HVC_LINUX_MM_H
#define HVC_LINUX_MM_H

#include_next <linux/mm.h>
#include <hvc_config.h>

#if !HVC_IS_VMALLOC_ADDR_EXISTS
/* lib/slab.c */
int hvc_is_vmalloc_addr(const void *p);
#define is_vmalloc_addr(p)	hvc_is_vmalloc_addr(p)
#endif

#endif /* HVC_LINUX_MM_H */
