// SPDX-License-Identifier: GPL-2.0-only
/*
 * skb_add_rx_frag() is told how much memory a piece takes.
 *
 * Since: 3.4
 */
#include <linux/skbuff.h>

void hvc_probe(struct sk_buff *s, struct page *p);
void hvc_probe(struct sk_buff *s, struct page *p)
{
	skb_add_rx_frag(s, 0, p, 0, 1, 4096);
}
