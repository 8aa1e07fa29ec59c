// SPDX-License-Identifier: GPL-2.0-only
/*
 * skb_flow_dissect_flow_keys() and flow_hash_from_keys() tell flows apart.
 *
 * Since: 4.2 (cd79a2382aa5)
 * Backports: RHEL 7
 */
#include <linux/skbuff.h>
#include <net/flow_dissector.h>

u32 hvc_probe(const struct sk_buff *s, struct flow_keys *k);
u32 hvc_probe(const struct sk_buff *s, struct flow_keys *k)
{
	k->ports.ports = k->basic.n_proto;
	return skb_flow_dissect_flow_keys(s, k, 0) ? flow_hash_from_keys(k) : 0;
}
