// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hash of a frame comes from skb_get_hash().
 *
 * Since: 3.14 (3958afa1b272)
 * Backports: RHEL 7
 */
#include <linux/skbuff.h>

__u32 hvc_probe(struct sk_buff *s);
__u32 hvc_probe(struct sk_buff *s)
{
	return skb_get_hash(s);
}
