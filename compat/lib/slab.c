// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory from the linear mapping if it can be had without effort, else page by
 * page.
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <hvc_config.h>

#if !HVC_IS_VMALLOC_ADDR_EXISTS
int hvc_is_vmalloc_addr(const void *p)
{
	unsigned long addr = (unsigned long)p;

	return addr >= VMALLOC_START && addr < VMALLOC_END;
}
EXPORT_SYMBOL_GPL(hvc_is_vmalloc_addr);
#endif

#if !HVC_VMALLOC_HAS_2_ARGS
#include <linux/highmem.h>

/* Before 2.6.23 the allocator takes __GFP_ZERO for a fault of its caller. */
void *hvc_vmalloc(unsigned long size, unsigned int flags)
{
	const gfp_t gfp = (__force gfp_t)flags;
	void *p;

	p = (__vmalloc)(size, (gfp & ~__GFP_ZERO) | __GFP_HIGHMEM, PAGE_KERNEL);
	if (p && (gfp & __GFP_ZERO))
		memset(p, 0, size);
	return p;
}
EXPORT_SYMBOL_GPL(hvc_vmalloc);
#endif

#if !HVC_VZALLOC_EXISTS
void *hvc_vzalloc(unsigned long size)
{
	return __vmalloc(size, GFP_KERNEL | __GFP_ZERO);
}
EXPORT_SYMBOL_GPL(hvc_vzalloc);
#endif

#if !HVC_KVFREE_EXISTS
static int hvc_is_vmalloc(const void *p)
{
	unsigned long addr = (unsigned long)p;

	return addr >= VMALLOC_START && addr < VMALLOC_END;
}

void hvc_kvfree(const void *p)
{
	if (hvc_is_vmalloc(p))
		vfree((void *)p);
	else
		kfree(p);
}
EXPORT_SYMBOL_GPL(hvc_kvfree);
#endif

#if !HVC_KVMALLOC_EXISTS
void *hvc_kvmalloc(size_t size, gfp_t flags)
{
	const gfp_t plain = flags & ~__GFP_ZERO;
	void *p = NULL;

	if (size <= PAGE_SIZE)
		p = kmalloc(size, plain);
	else if (size <= 32 * PAGE_SIZE)
		p = kmalloc(size, plain | __GFP_NOWARN | __GFP_NORETRY);
	if (!p && size > PAGE_SIZE)
		p = __vmalloc(size, plain);
	if (p && (flags & __GFP_ZERO))
		memset(p, 0, size);
	return p;
}
EXPORT_SYMBOL_GPL(hvc_kvmalloc);
#endif

#if !HVC_KVCALLOC_EXISTS
void *hvc_kvcalloc(size_t n, size_t size, gfp_t flags)
{
	if (size && n > (size_t)-1 / size)
		return NULL;
	return kvzalloc(n * size, flags);
}
EXPORT_SYMBOL_GPL(hvc_kvcalloc);
#endif
