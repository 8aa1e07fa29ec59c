// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hash of a frame is set with skb_set_hash().
 *
 * Since: 3.15
 * Backports: RHEL 7
 */
#include <linux/skbuff.h>

void hvc_probe(struct sk_buff *s);
void hvc_probe(struct sk_buff *s)
{
	skb_set_hash(s, 1, PKT_HASH_TYPE_L4);
}
