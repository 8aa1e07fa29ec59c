// SPDX-License-Identifier: GPL-2.0-only
/*
 * A poller has napi_alloc_skb().
 *
 * Since: 3.19 (fd11a83dd363)
 * Backports: RHEL 7
 */
#include <linux/skbuff.h>

struct sk_buff *hvc_probe(struct napi_struct *n);
struct sk_buff *hvc_probe(struct napi_struct *n)
{
	return napi_alloc_skb(n, 64);
}
