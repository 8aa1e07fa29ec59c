// SPDX-License-Identifier: GPL-2.0-only
/*
 * skb_is_gso_v6() tells IPv6 segmentation.
 *
 * Since: 2.6.24
 */
#include <linux/skbuff.h>

int hvc_probe(const struct sk_buff *s);
int hvc_probe(const struct sk_buff *s)
{
	return skb_is_gso_v6(s);
}
