// SPDX-License-Identifier: GPL-2.0-only
/*
 * A frame that was sent is freed with dev_consume_skb_any().
 *
 * Since: 3.14
 * Backports: RHEL 7
 */
#include <linux/netdevice.h>

void hvc_probe(struct sk_buff *s);
void hvc_probe(struct sk_buff *s)
{
	dev_consume_skb_any(s);
}
