// SPDX-License-Identifier: GPL-2.0-only
/*
 * A frame knows the queue that it goes to.
 *
 * Since: 2.6.23
 */
#include <linux/skbuff.h>

u16 hvc_probe(struct sk_buff *s);
u16 hvc_probe(struct sk_buff *s)
{
	skb_set_queue_mapping(s, 0);
	return skb_get_queue_mapping(s);
}
