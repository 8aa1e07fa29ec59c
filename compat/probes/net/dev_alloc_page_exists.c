// SPDX-License-Identifier: GPL-2.0-only
/*
 * A page for received frames comes from dev_alloc_page().
 *
 * Since: 3.19
 * Backports: RHEL 7
 */
#include <linux/skbuff.h>

struct page *hvc_probe(void);
struct page *hvc_probe(void)
{
	return dev_alloc_page();
}
