// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmap_atomic() needs no slot.
 * Since: 2.6.37 (3e4d3af501cc)
 */
#include <linux/highmem.h>

void *hvc_probe(struct page *page);
void *hvc_probe(struct page *page)
{
	return kmap_atomic(page);
}
