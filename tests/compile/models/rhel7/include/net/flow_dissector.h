/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <net/flow_dissector.h>. */
#ifndef MODEL_NET_FLOW_DISSECTOR_H
#define MODEL_NET_FLOW_DISSECTOR_H

#include <model/frame.h>

struct flow_dissector_key_basic { __be16 n_proto; u8 ip_proto; };
struct flow_dissector_key_ports { __be32 ports; };
struct flow_keys {
	struct flow_dissector_key_basic basic;
	struct flow_dissector_key_ports ports;
};
bool skb_flow_dissect_flow_keys(const struct sk_buff *s, struct flow_keys *k,
				unsigned int flags);
u32 flow_hash_from_keys(struct flow_keys *k);

#endif /* MODEL_NET_FLOW_DISSECTOR_H */
