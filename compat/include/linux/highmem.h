/* SPDX-License-Identifier: GPL-2.0-only */
/* Copying into and out of any page, in any context. */
#ifndef HVC_LINUX_HIGHMEM_H
#define HVC_LINUX_HIGHMEM_H

#include_next <linux/highmem.h>
#include <hvc_config.h>

#if !HVC_MEMCPY_TO_PAGE_EXISTS
/* lib/highmem.c; not across the end of the page. Any context. */
void hvc_memcpy_to_page(struct page *page, size_t offset, const char *from,
			size_t len);
void hvc_memcpy_from_page(char *to, struct page *page, size_t offset,
			  size_t len);
#define memcpy_to_page(page, offset, from, len) \
	hvc_memcpy_to_page(page, offset, from, len)
#define memcpy_from_page(to, page, offset, len) \
	hvc_memcpy_from_page(to, page, offset, len)
#endif

#endif /* HVC_LINUX_HIGHMEM_H */
