// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames and network devices, for what old kernels lack of them.
 */
#include <hvc_config.h>
#include <linux/module.h>

#ifdef CONFIG_INET
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jhash.h>
#include <linux/netdevice.h>
#include <linux/random.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include <net/flow_dissector.h>

#if !HVC_NAPI_ALLOC_SKB_EXISTS
/* With room for a VLAN tag that goes back into the frame. */
struct sk_buff *hvc_alloc_skb(struct net_device *dev, unsigned int len)
{
	struct sk_buff *skb;

	skb = netdev_alloc_skb(dev, len + NET_IP_ALIGN + VLAN_HLEN);
	if (skb)
		skb_reserve(skb, NET_IP_ALIGN + VLAN_HLEN);
	return skb;
}
EXPORT_SYMBOL_GPL(hvc_alloc_skb);
#endif

#if !HVC_SKB_COW_HEAD_EXISTS
int hvc_skb_cow_head(struct sk_buff *skb, unsigned int headroom)
{
	if (!skb_header_cloned(skb) && skb_headroom(skb) >= headroom)
		return 0;
	return pskb_expand_head(skb, headroom, 0, GFP_ATOMIC);
}
EXPORT_SYMBOL_GPL(hvc_skb_cow_head);
#endif

/* -------- addresses -------- */

#if !HVC_ETH_MAC_ADDR_CHANGE_EXISTS
int hvc_eth_prepare_mac_addr_change(struct net_device *dev, void *addr)
{
	struct sockaddr *sa = addr;

	if (netif_running(dev))
		return -EBUSY;
	if (!is_valid_ether_addr((u8 *)sa->sa_data))
		return -EADDRNOTAVAIL;
	return 0;
}
EXPORT_SYMBOL_GPL(hvc_eth_prepare_mac_addr_change);

void hvc_eth_commit_mac_addr_change(struct net_device *dev, void *addr)
{
	struct sockaddr *sa = addr;

	memcpy(dev->dev_addr, sa->sa_data, ETH_ALEN);
}
EXPORT_SYMBOL_GPL(hvc_eth_commit_mac_addr_change);
#endif

#if !HVC_ETH_VALIDATE_ADDR_EXISTS
int hvc_eth_validate_addr(struct net_device *dev)
{
	return is_valid_ether_addr(dev->dev_addr) ? 0 : -EADDRNOTAVAIL;
}
EXPORT_SYMBOL_GPL(hvc_eth_validate_addr);
#endif

/* -------- VLAN -------- */

#if !HVC_VLAN_HWACCEL_PUT_TAG_HAS_3_ARGS && !HVC_VLAN_DO_RECEIVE_EXISTS
/* Behind eth_type_trans(), of a frame from hvc_alloc_skb(): there is room. */
void hvc_vlan_put_tag(struct sk_buff *skb, u16 tci)
{
	struct vlan_ethhdr *eth;

	skb_push(skb, ETH_HLEN + VLAN_HLEN);
	memmove(skb->data, skb->data + VLAN_HLEN, 2 * ETH_ALEN);
	eth = (struct vlan_ethhdr *)skb->data;
	eth->h_vlan_proto = htons(ETH_P_8021Q);
	eth->h_vlan_TCI = htons(tci);
	skb_reset_mac_header(skb);
	skb_pull(skb, ETH_HLEN);
	skb->protocol = htons(ETH_P_8021Q);
}
EXPORT_SYMBOL_GPL(hvc_vlan_put_tag);
#endif

#if !HVC_VLAN_GET_PROTOCOL_EXISTS
__be16 hvc_vlan_get_protocol(const struct sk_buff *skb)
{
	__be16 buf;
	const __be16 *p;

	if (skb->protocol != htons(ETH_P_8021Q))
		return skb->protocol;
	p = skb_header_pointer(skb, ETH_HLEN + 2, sizeof(buf), &buf);
	return p ? *p : 0;
}
EXPORT_SYMBOL_GPL(hvc_vlan_get_protocol);
#endif

/* -------- flows -------- */

#if !HVC_SKB_FLOW_DISSECT_FLOW_KEYS_EXISTS || !HVC_SKB_GET_HASH_EXISTS
/* Folds an address or a part of one. */
static u32 fold(const void *addr, unsigned int words)
{
	const u32 *p = addr;
	u32 sum = 0;

	while (words--)
		sum ^= *p++;
	return sum;
}

/* A frame to be sent. */
static bool dissect(const struct sk_buff *skb, __be16 *proto, u8 *l4,
		    u32 *addrs, __be32 *ports)
{
	int at = (int)(skb_network_header(skb) - skb->data);
	struct ipv6hdr buf6, *ip6;
	struct iphdr buf4, *ip4;
	__be32 buf, *p;

	*proto = skb->protocol;
	*ports = 0;
	if (skb->protocol == htons(ETH_P_IP)) {
		ip4 = skb_header_pointer(skb, at, sizeof(buf4), &buf4);
		if (!ip4 || ip4->ihl < 5)
			return false;
		*l4 = ip4->protocol;
		*addrs = fold(&ip4->saddr, 1) ^ fold(&ip4->daddr, 1);
		/* Only the first fragment has ports. */
		if (ip4->frag_off & htons(0x3fff))
			return true;
		at += ip4->ihl * 4;
	} else if (skb->protocol == htons(ETH_P_IPV6)) {
		ip6 = skb_header_pointer(skb, at, sizeof(buf6), &buf6);
		if (!ip6)
			return false;
		*l4 = ip6->nexthdr;
		*addrs = fold(&ip6->saddr, 4) ^ fold(&ip6->daddr, 4);
		at += sizeof(*ip6);
	} else {
		return false;
	}
	if (*l4 == IPPROTO_TCP || *l4 == IPPROTO_UDP) {
		p = skb_header_pointer(skb, at, sizeof(buf), &buf);
		if (p)
			*ports = *p;
	}
	return true;
}

/* Never 0, which means none. */
static u32 hash(u32 addrs, __be32 ports, u8 l4)
{
	static u32 seed;
	u32 value;

	if (unlikely(!seed))
		get_random_bytes(&seed, sizeof(seed));
	value = jhash_3words(addrs, (__force u32)ports, l4, seed);
	return value ? value : 1;
}
#endif

#if !HVC_SKB_FLOW_DISSECT_FLOW_KEYS_EXISTS
bool hvc_flow_dissect(const struct sk_buff *skb, struct hvc_flow_keys *keys)
{
	return dissect(skb, &keys->basic.n_proto, &keys->basic.ip_proto,
		       &keys->addrs, &keys->ports.ports);
}
EXPORT_SYMBOL_GPL(hvc_flow_dissect);

u32 hvc_flow_hash(const struct hvc_flow_keys *keys)
{
	return hash(keys->addrs, keys->ports.ports, keys->basic.ip_proto);
}
EXPORT_SYMBOL_GPL(hvc_flow_hash);
#endif

#if !HVC_SKB_GET_HASH_EXISTS
u32 hvc_skb_get_hash(struct sk_buff *skb)
{
	__be32 ports;
	__be16 proto;
	u32 addrs;
	u8 l4;

	return dissect(skb, &proto, &l4, &addrs, &ports) ?
		hash(addrs, ports, l4) : 0;
}
EXPORT_SYMBOL_GPL(hvc_skb_get_hash);
#endif

/* -------- statistics -------- */

#if !HVC_NET_DEVICE_HAS_STATS || !HVC_NET_DEVICE_OPS_EXISTS
/* Where they are in the private part of a device that has no room itself. */
static unsigned int stats_at;
#endif

/* Kernels that read nothing wider. */
struct net_device_stats *hvc_netdev_stats(struct net_device *dev,
					  const struct rtnl_link_stats64 *s)
{
#if HVC_NET_DEVICE_HAS_STATS
	struct net_device_stats *out = &dev->stats;
#else
	struct net_device_stats *out =
		(struct net_device_stats *)((u8 *)netdev_priv(dev) + stats_at);
#endif

	out->rx_packets = (unsigned long)s->rx_packets;
	out->tx_packets = (unsigned long)s->tx_packets;
	out->rx_bytes = (unsigned long)s->rx_bytes;
	out->tx_bytes = (unsigned long)s->tx_bytes;
	out->rx_errors = (unsigned long)s->rx_errors;
	out->tx_errors = (unsigned long)s->tx_errors;
	out->rx_dropped = (unsigned long)s->rx_dropped;
	out->tx_dropped = (unsigned long)s->tx_dropped;
	out->multicast = (unsigned long)s->multicast;
	return out;
}
EXPORT_SYMBOL_GPL(hvc_netdev_stats);

#if !HVC_NETDEV_RSS_KEY_FILL_EXISTS
void hvc_random_bytes(void *p, unsigned int len)
{
	get_random_bytes(p, len);
}
EXPORT_SYMBOL_GPL(hvc_random_bytes);
#endif

/* -------- <linux/hv_netdev_old.h> -------- */

#if !HVC_NET_DEVICE_OPS_EXISTS
struct net_device *hvc_alloc_etherdev(unsigned int size)
{
	size = ALIGN(size, sizeof(unsigned long));
	if (stats_at && stats_at != size)
		return NULL;
	stats_at = size;
	return alloc_etherdev(size + sizeof(struct net_device_stats));
}
EXPORT_SYMBOL_GPL(hvc_alloc_etherdev);

void hvc_netdev_set_ops(struct net_device *dev, const struct net_device_ops *ops)
{
	dev->open = ops->ndo_open;
	dev->stop = ops->ndo_stop;
	dev->hard_start_xmit = ops->ndo_start_xmit;
	dev->set_multicast_list = ops->ndo_set_rx_mode;
	dev->set_mac_address = ops->ndo_set_mac_address;
	dev->change_mtu = ops->ndo_change_mtu;
	dev->get_stats = ops->ndo_get_stats;
}
EXPORT_SYMBOL_GPL(hvc_netdev_set_ops);
#endif

#if !HVC_NAPI_ENABLE_EXISTS
#define BUDGET	64

static void napi_run(unsigned long data)
{
	struct hvc_napi_struct *napi = (struct hvc_napi_struct *)data;

	if (READ_ONCE(napi->disabled))
		return;
	if (napi->poll(napi, BUDGET) >= BUDGET)
		hvc_napi_schedule(napi);
}

/* Scheduled while it runs, it runs once more. Any context. */
void hvc_napi_schedule(struct hvc_napi_struct *napi)
{
	if (!READ_ONCE(napi->disabled))
		tasklet_schedule(&napi->tasklet);
}
EXPORT_SYMBOL_GPL(hvc_napi_schedule);

void hvc_napi_add(struct net_device *dev, struct hvc_napi_struct *napi,
		  int (*poll)(struct hvc_napi_struct *napi, int budget))
{
	napi->dev = dev;
	napi->poll = poll;
	napi->disabled = 1;
	tasklet_init(&napi->tasklet, napi_run, (unsigned long)napi);
}
EXPORT_SYMBOL_GPL(hvc_napi_add);

void hvc_napi_enable(struct hvc_napi_struct *napi)
{
	napi->disabled = 0;
	smp_mb();
}
EXPORT_SYMBOL_GPL(hvc_napi_enable);

void hvc_napi_disable(struct hvc_napi_struct *napi)
{
	napi->disabled = 1;
	smp_mb();
	tasklet_kill(&napi->tasklet);
}
EXPORT_SYMBOL_GPL(hvc_napi_disable);
#endif

#endif /* CONFIG_INET */
