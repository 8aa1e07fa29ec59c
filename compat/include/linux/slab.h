/* SPDX-License-Identifier: GPL-2.0-only */
/* kvmalloc() and its family, wherever the kernel declares them; see lib/slab.c. */
#ifndef HVC_LINUX_SLAB_H
#define HVC_LINUX_SLAB_H

/* Some use it before they declare it. */
struct address_space;

#include_next <linux/slab.h>
#include <hvc_config.h>

/* Where <linux/mm.h> declares it, users include that, too. */
#if !HVC_KVFREE_EXISTS
void hvc_kvfree(const void *p);
#define kvfree(p)			hvc_kvfree(p)
#endif
#if !HVC_KVMALLOC_EXISTS
void *hvc_kvmalloc(size_t size, gfp_t flags);
#define kvmalloc(size, flags)		hvc_kvmalloc(size, flags)
#define kvzalloc(size, flags)		hvc_kvmalloc(size, (flags) | __GFP_ZERO)
#endif
#if !HVC_KVCALLOC_EXISTS
void *hvc_kvcalloc(size_t n, size_t size, gfp_t flags);
#define kvcalloc(n, size, flags)	hvc_kvcalloc(n, size, flags)
#endif

#endif /* HVC_LINUX_SLAB_H */
