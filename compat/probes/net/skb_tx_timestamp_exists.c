// SPDX-License-Identifier: GPL-2.0-only
/*
 * A frame gets its time with skb_tx_timestamp().
 *
 * Since: 3.0
 * Backports: RHEL 6
 */
#include <linux/skbuff.h>

void hvc_probe(struct sk_buff *s);
void hvc_probe(struct sk_buff *s)
{
	skb_tx_timestamp(s);
}
