// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copying into and out of pages that need not be mapped.
 */
#include <linux/module.h>
#include <linux/highmem.h>
#include <linux/string.h>

#if !HVC_MEMCPY_TO_PAGE_EXISTS

/*
 * The slot must not be taken by an interrupt in between: it is one of those
 * for interrupts, used with interrupts off.
 */
#if HVC_KMAP_ATOMIC_HAS_1_ARG
#define slot_map(page)		kmap_atomic(page)
#define slot_unmap(p)		kunmap_atomic(p)
#else
#define slot_map(page)		kmap_atomic(page, KM_IRQ0)
#define slot_unmap(p)		kunmap_atomic(p, KM_IRQ0)
#endif

void hvc_memcpy_to_page(struct page *page, size_t offset, const char *from,
			size_t len)
{
	unsigned long flags;
	char *p;

	local_irq_save(flags);
	p = slot_map(page);
	memcpy(p + offset, from, len);
	slot_unmap(p);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(hvc_memcpy_to_page);

void hvc_memcpy_from_page(char *to, struct page *page, size_t offset,
			  size_t len)
{
	unsigned long flags;
	char *p;

	local_irq_save(flags);
	p = slot_map(page);
	memcpy(to, p + offset, len);
	slot_unmap(p);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(hvc_memcpy_from_page);

#endif
