// SPDX-License-Identifier: GPL-2.0-only
/*
 * A piece of a frame is read with skb_frag_page() and skb_frag_size().
 *
 * Since: 3.2 (131ea6675c76, 9e903e085262)
 * Backports: RHEL 6
 */
#include <linux/skbuff.h>

struct page *hvc_probe(const skb_frag_t *f);
struct page *hvc_probe(const skb_frag_t *f)
{
	return skb_frag_size(f) ? skb_frag_page(f) : NULL;
}
