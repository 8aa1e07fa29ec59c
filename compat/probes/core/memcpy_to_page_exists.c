// SPDX-License-Identifier: GPL-2.0-only
/*
 * memcpy_to_page() and memcpy_from_page() copy into and out of any page.
 * Since: 5.11
 */
#include <linux/highmem.h>

void hvc_probe(struct page *page, char *p);
void hvc_probe(struct page *page, char *p)
{
	memcpy_to_page(page, 0, p, 1);
	memcpy_from_page(p, page, 0, 1);
}
