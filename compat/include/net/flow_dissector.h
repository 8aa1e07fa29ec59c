/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling flows apart: TCP and UDP over IPv4 and IPv6, where the kernel cannot. */
#ifndef HVC_NET_FLOW_DISSECTOR_H
#define HVC_NET_FLOW_DISSECTOR_H

#include <hvc_config.h>

#if HVC_SKB_FLOW_DISSECT_FLOW_KEYS_EXISTS
#include_next <net/flow_dissector.h>
#else
#include <linux/skbuff.h>

struct hvc_flow_keys {
	struct {
		__be16 n_proto;
		u8 ip_proto;
	} basic;
	struct {
		__be32 ports;
	} ports;
	u32 addrs;
};

/* lib/net.c */
bool hvc_flow_dissect(const struct sk_buff *skb, struct hvc_flow_keys *keys);
u32 hvc_flow_hash(const struct hvc_flow_keys *keys);
#define flow_keys			hvc_flow_keys
#define skb_flow_dissect_flow_keys(skb, keys, flags) \
	hvc_flow_dissect(skb, keys)
#define flow_hash_from_keys(keys)	hvc_flow_hash(keys)
#endif

#endif /* HVC_NET_FLOW_DISSECTOR_H */
