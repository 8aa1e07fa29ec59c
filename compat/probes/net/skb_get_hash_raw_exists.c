// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hash that a frame has already is read with skb_get_hash_raw().
 *
 * Since: 3.18
 * Backports: RHEL 7
 */
#include <linux/skbuff.h>

__u32 hvc_probe(const struct sk_buff *s);
__u32 hvc_probe(const struct sk_buff *s)
{
	return skb_get_hash_raw(s);
}
