// SPDX-License-Identifier: GPL-2.0-only
/*
 * A frame knows the queue that it came from.
 *
 * Since: 2.6.30
 */
#include <linux/skbuff.h>

int hvc_probe(struct sk_buff *s);
int hvc_probe(struct sk_buff *s)
{
	skb_record_rx_queue(s, 0);
	return skb_rx_queue_recorded(s) ? skb_get_rx_queue(s) : 0;
}
