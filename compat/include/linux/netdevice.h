/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Network devices under the newest names. Macros and prototypes only: kernel
 * headers include this one. Bodies are in lib/net.c; what kernels without
 * struct net_device_ops need is in hv_netdev_old.h.
 */
#ifndef HVC_LINUX_NETDEVICE_H
#define HVC_LINUX_NETDEVICE_H

#include_next <linux/netdevice.h>
#include <hvc_config.h>

#if !HVC_NETDEV_FEATURES_T_EXISTS
#define netdev_features_t		u32
#endif
#if !HVC_NETDEV_TX_T_EXISTS
#define netdev_tx_t			int
#endif
#if !HVC_RTNL_LINK_STATS64_EXISTS
/* Those that are counted. */
struct rtnl_link_stats64 {
	u64 rx_packets;
	u64 tx_packets;
	u64 rx_bytes;
	u64 tx_bytes;
	u64 rx_errors;
	u64 tx_errors;
	u64 rx_dropped;
	u64 tx_dropped;
	u64 multicast;
};
#endif

#if !HVC_NET_DEVICE_OPS_EXISTS
#include <linux/hv_netdev_old.h>
#endif

/* -------- polling -------- */

#if HVC_NAPI_ENABLE_EXISTS
#if !HVC_NETIF_NAPI_ADD_HAS_3_ARGS
#ifndef NAPI_POLL_WEIGHT
#define NAPI_POLL_WEIGHT		64
#endif
#ifdef netif_napi_add
/* RHEL 7 keeps the function for modules that know a smaller napi_struct. */
#undef netif_napi_add
#define netif_napi_add(dev, napi, poll) \
	_netif_napi_add(dev, napi, poll, NAPI_POLL_WEIGHT)
#else
#define netif_napi_add(dev, napi, poll) \
	netif_napi_add(dev, napi, poll, NAPI_POLL_WEIGHT)
#endif
#endif

#if HVC_NAPI_COMPLETE_DONE_RETURNS_VOID
#define napi_complete_done(napi, done) \
	({ napi_complete_done(napi, done); true; })
#elif !HVC_NAPI_COMPLETE_DONE_RETURNS_BOOL
#define napi_complete_done(napi, done) \
	({ (void)(done); napi_complete(napi); true; })
#endif
#endif /* HVC_NAPI_ENABLE_EXISTS */

/* -------- sending -------- */

#if !HVC_NETIF_SET_TSO_MAX_SIZE_EXISTS
/* The limit was one for all kinds of segmentation, at most 65536. */
#if HVC_NETIF_SET_GSO_MAX_SIZE_EXISTS
#define netif_set_tso_max_size(dev, size)				\
	netif_set_gso_max_size(dev, min_t(unsigned int, size, 65536))
#else
/* No frame is larger. */
#define netif_set_tso_max_size(dev, size)	((void)(dev))
#endif
#endif

#if !HVC_NETDEV_XMIT_MORE_EXISTS
#if HVC_SKB_HAS_XMIT_MORE
/* The frame says it; ndo_start_xmit calls it skb. */
#define netdev_xmit_more()		(skb->xmit_more)
#else
#define netdev_xmit_more()		false
#endif
#endif

#if !HVC_NETDEV_TX_SENT_QUEUE_EXISTS
/* Queues have no byte limits. */
#undef netdev_tx_sent_queue
#undef netdev_tx_completed_queue
#undef netdev_tx_reset_queue
#define netdev_tx_sent_queue(txq, bytes)	((void)(txq), (void)(bytes))
#define netdev_tx_completed_queue(txq, packets, bytes) \
	((void)(txq), (void)(packets), (void)(bytes))
#define netdev_tx_reset_queue(txq)		((void)(txq))
#endif
#if !HVC_NETIF_XMIT_STOPPED_EXISTS
#define netif_xmit_stopped(txq)			netif_tx_queue_stopped(txq)
#endif

#if !HVC_NETIF_SET_REAL_NUM_QUEUES_EXISTS
#if HVC_NETIF_SET_REAL_NUM_TX_QUEUES_IS_VOID
#define netif_set_real_num_tx_queues(dev, n) \
	(netif_set_real_num_tx_queues(dev, n), 0)
#else
#define netif_set_real_num_tx_queues(dev, n)	((void)(dev), (void)(n), 0)
#undef netif_set_real_num_rx_queues
#define netif_set_real_num_rx_queues(dev, n)	((void)(dev), (void)(n), 0)
#endif
#endif

#if !HVC_SKB_CHECKSUM_HELP_HAS_1_ARG
#define skb_checksum_help(skb)		skb_checksum_help(skb, 0)
#endif
#if !HVC_DEV_CONSUME_SKB_ANY_EXISTS
#define dev_consume_skb_any(skb)	dev_kfree_skb_any(skb)
#endif
#if !HVC_NAPI_GRO_RECEIVE_EXISTS || !HVC_NAPI_ENABLE_EXISTS
#undef napi_gro_receive
#define napi_gro_receive(napi, skb)	netif_receive_skb(skb)
#endif

/* -------- addresses, messages, keys -------- */

#if !HVC_NETIF_ADDR_LOCK_EXISTS
#define netif_addr_lock_bh(dev)		netif_tx_lock_bh(dev)
#define netif_addr_unlock_bh(dev)	netif_tx_unlock_bh(dev)
#endif
#if !HVC_NETDEV_MC_EMPTY_EXISTS
#define netdev_mc_empty(dev)		((dev)->mc_count == 0)
#endif
#if !HVC_NETDEV_INFO_EXISTS
#define netdev_err(dev, fmt, args...) \
	printk(KERN_ERR "%s: " fmt, (dev)->name, ##args)
#define netdev_warn(dev, fmt, args...) \
	printk(KERN_WARNING "%s: " fmt, (dev)->name, ##args)
#define netdev_info(dev, fmt, args...) \
	printk(KERN_INFO "%s: " fmt, (dev)->name, ##args)
#endif
#if !HVC_NETDEV_RSS_KEY_FILL_EXISTS
void hvc_random_bytes(void *p, unsigned int len);
#define netdev_rss_key_fill(key, len)	hvc_random_bytes(key, len)
#endif

/* -------- features -------- */

#if !HVC_VLAN_CTAG_FEATURES_EXIST
#define NETIF_F_HW_VLAN_CTAG_TX		NETIF_F_HW_VLAN_TX
#if HVC_VLAN_DO_RECEIVE_EXISTS
#define NETIF_F_HW_VLAN_CTAG_RX		NETIF_F_HW_VLAN_RX
#else
/* Tags are put back into the frame: <linux/if_vlan.h>. */
#define NETIF_F_HW_VLAN_CTAG_RX		0
#endif
#endif
#ifndef NETIF_F_RXCSUM
/* There is no switch: on with what is always on. */
#define NETIF_F_RXCSUM			NETIF_F_SG
#endif
#if !HVC_NDO_SET_FEATURES_EXISTS && !HVC_NDO_SET_FEATURES_TAKES_U32 && \
	!HVC_NET_DEVICE_OPS_EXT_EXISTS
/* Whoever forwards frames could not turn it off. */
#undef NETIF_F_LRO
#define NETIF_F_LRO			0
#endif
#ifndef NETIF_F_RXHASH
#define NETIF_F_RXHASH			0
#endif
#ifndef NETIF_F_IPV6_CSUM
/* Without it the stack would fill in what segmentation has to. */
#define NETIF_F_IPV6_CSUM		0
#undef NETIF_F_TSO6
#define NETIF_F_TSO6			0
#endif
#if !HVC_NETDEV_UPDATE_FEATURES_EXISTS
#define netdev_update_features(dev)	((void)(dev))
#endif

/*
 * netdev_offer_features() - which features the user may change
 * @dev: device
 * @before: those that the driver has offered until now
 * @offered: those from now on; the user is taken to want new ones
 *
 * The kernel offers more by itself.
 */
#if HVC_NET_DEVICE_HAS_HW_FEATURES
#define netdev_offer_features(dev, before, offered)			\
	do {								\
		(dev)->hw_features &= ~(before);			\
		(dev)->hw_features |= (offered);			\
		(dev)->wanted_features |= (offered) & ~(before);	\
	} while (0)
#elif HVC_NET_DEVICE_OPS_EXT_EXISTS
#define netdev_offer_features(dev, before, offered)			\
	do {								\
		set_netdev_hw_features(dev, (offered) |			\
			(get_netdev_hw_features(dev) & ~(before)));	\
		netdev_extended(dev)->wanted_features |=		\
			(offered) & ~(before);				\
	} while (0)
#else
#define netdev_offer_features(dev, before, offered)	((void)(dev))
#endif

/* Features of devices on top of @dev. */
#if HVC_NET_DEVICE_HAS_VLAN_FEATURES
#define netdev_set_vlan_features(dev, f)	((dev)->vlan_features = (f))
#else
#define netdev_set_vlan_features(dev, f)	((void)(dev))
#endif

/*
 * netdev_set_mtu_range() - MTUs that the kernel lets through; ndo_change_mtu has
 * to look for itself as well, for kernels that let all through
 */
#if HVC_NET_DEVICE_HAS_MIN_MTU
#define netdev_set_mtu_range(dev, min, max)				\
	do {								\
		(dev)->min_mtu = (min);					\
		(dev)->max_mtu = (max);					\
	} while (0)
#elif HVC_NET_DEVICE_EXTENDED_HAS_MIN_MTU
#define netdev_set_mtu_range(dev, min, max)				\
	do {								\
		(dev)->extended->min_mtu = (min);			\
		(dev)->extended->max_mtu = (max);			\
	} while (0)
#else
#define netdev_set_mtu_range(dev, min, max)	((void)(dev))
#endif

/* -------- operations -------- */

/*
 * DEFINE_NDO_*(op, fn) defines @op in the form that this kernel calls, for @fn in
 * the newest form; see linux/device.h. NDO_*(op) is the member of an initialiser,
 * with its comma.
 */

/* fn: u16 (struct net_device *, struct sk_buff *, struct net_device *) */
#if HVC_NDO_SELECT_QUEUE_HAS_3_ARGS
#define HVC_SELECT_QUEUE_ARGS						\
	struct net_device *dev, struct sk_buff *skb,			\
	struct net_device *sb_dev
#elif HVC_NDO_SELECT_QUEUE_GETS_SB_DEV
#define HVC_SELECT_QUEUE_ARGS						\
	struct net_device *dev, struct sk_buff *skb,			\
	struct net_device *sb_dev, select_queue_fallback_t fallback
#elif HVC_NDO_SELECT_QUEUE_GETS_FALLBACK
#define HVC_SELECT_QUEUE_ARGS						\
	struct net_device *dev, struct sk_buff *skb,			\
	void *accel_priv, select_queue_fallback_t fallback
#elif HVC_NDO_SELECT_QUEUE_GETS_ACCEL_PRIV
#define HVC_SELECT_QUEUE_ARGS						\
	struct net_device *dev, struct sk_buff *skb, void *accel_priv
#elif HVC_NDO_SELECT_QUEUE_HAS_2_ARGS || !HVC_NET_DEVICE_OPS_EXISTS
#define HVC_SELECT_QUEUE_ARGS						\
	struct net_device *dev, struct sk_buff *skb
#else
#error "no known form of ndo_select_queue on this kernel; please report hvc_config.h"
#endif
#define DEFINE_NDO_SELECT_QUEUE(op, fn)					\
	static u16 op(HVC_SELECT_QUEUE_ARGS)				\
	{								\
		return fn(dev, skb, NULL);				\
	}

#if HVC_NDO_CHANGE_MTU_IS_EXTENDED
/* The size says that what is behind the fixed members is there. */
#define NDO_CHANGE_MTU(op)						\
	.ndo_size = sizeof(struct net_device_ops),			\
	.extended.ndo_change_mtu = op,
#else
#define NDO_CHANGE_MTU(op)	.ndo_change_mtu = op,
#endif

/* netdev_has_bpf(), netdev_call_bpf(): of another device. */
#if HVC_XDP_IS_COMPLETE
#define NDO_XDP(bpf, xmit)	.ndo_bpf = bpf, .ndo_xdp_xmit = xmit,
#define netdev_has_bpf(dev)	((dev)->netdev_ops->ndo_bpf != NULL)
#define netdev_call_bpf(dev, b)	((dev)->netdev_ops->ndo_bpf(dev, b))
#else
/* Left out; <linux/bpf_trace.h>. */
#define NDO_XDP(bpf, xmit)
#define netdev_has_bpf(dev)	((void)(dev), false)
#define netdev_call_bpf(dev, b)	((void)(dev), (void)(b), -EOPNOTSUPP)
#endif

/*
 * DEFINE_NDO_MORE(ops, fix, set, stats) for
 * fix: netdev_features_t (struct net_device *, netdev_features_t)
 * set: int (struct net_device *, netdev_features_t)
 * stats: void (struct net_device *, struct rtnl_link_stats64 *)
 * NDO_MORE(ops, fix, set) goes into the initialiser of struct net_device_ops @ops,
 * netdev_set_ops(dev, ops) makes it the device's.
 */
#define HVC_DEFINE_GET_STATS64(op, stats)				\
	static struct rtnl_link_stats64 *op(struct net_device *dev,	\
					    struct rtnl_link_stats64 *s) \
	{								\
		stats(dev, s);						\
		return s;						\
	}
#define HVC_DEFINE_GET_STATS(op, stats)					\
	static struct net_device_stats *op(struct net_device *dev)	\
	{								\
		struct rtnl_link_stats64 s;				\
									\
		memset(&s, 0, sizeof(s));				\
		stats(dev, &s);						\
		return hvc_netdev_stats(dev, &s);			\
	}
#define HVC_NDO_FEATURES(fix, set)					\
	.ndo_fix_features = fix, .ndo_set_features = set,

struct net_device_stats *hvc_netdev_stats(struct net_device *dev,
					  const struct rtnl_link_stats64 *s);

#if HVC_NDO_GET_STATS64_RETURNS_VOID && HVC_NDO_SET_FEATURES_EXISTS
#define DEFINE_NDO_MORE(ops, fix, set, stats)				\
	static void ops##_stats(struct net_device *dev,			\
				struct rtnl_link_stats64 *s)		\
	{								\
		stats(dev, s);						\
	}								\
	struct net_device
#define NDO_MORE(ops, fix, set)						\
	HVC_NDO_FEATURES(fix, set) .ndo_get_stats64 = ops##_stats,
#elif HVC_NDO_GET_STATS64_RETURNS_STATS &&				\
	(HVC_NDO_SET_FEATURES_EXISTS || HVC_NDO_SET_FEATURES_TAKES_U32)
#define DEFINE_NDO_MORE(ops, fix, set, stats)				\
	HVC_DEFINE_GET_STATS64(ops##_stats, stats)			\
	struct net_device
#define NDO_MORE(ops, fix, set)						\
	HVC_NDO_FEATURES(fix, set) .ndo_get_stats64 = ops##_stats,
#elif HVC_NET_DEVICE_OPS_EXT_EXISTS
#define DEFINE_NDO_MORE(ops, fix, set, stats)				\
	HVC_DEFINE_GET_STATS64(ops##_stats, stats)			\
	static u32 ops##_fix(struct net_device *dev, u32 f)		\
	{								\
		return (u32)fix(dev, f);				\
	}								\
	static int ops##_set(struct net_device *dev, u32 f)		\
	{								\
		return set(dev, f);					\
	}								\
	static const struct net_device_ops_ext ops##_ext = {		\
		.size = sizeof(struct net_device_ops_ext),		\
		.ndo_fix_features = ops##_fix,				\
		.ndo_set_features = ops##_set,				\
		.ndo_get_stats64 = ops##_stats,				\
	}
#define NDO_MORE(ops, fix, set)
#else
/* Features cannot be changed through the device. */
#define DEFINE_NDO_MORE(ops, fix, set, stats)				\
	HVC_DEFINE_GET_STATS(ops##_stats, stats)			\
	static void *const ops##_unused[] __maybe_unused = { fix, set }
#define NDO_MORE(ops, fix, set)	.ndo_get_stats = ops##_stats,
#endif

#if HVC_NET_DEVICE_OPS_EXT_EXISTS
#define netdev_set_ops(dev, ops)					\
	do {								\
		(dev)->netdev_ops = &(ops);				\
		set_netdev_ops_ext(dev, &ops##_ext);			\
	} while (0)
#elif HVC_NET_DEVICE_OPS_EXISTS
#define netdev_set_ops(dev, ops)	((dev)->netdev_ops = &(ops))
#endif

#include <linux/hv_netdev_upper.h>

#endif /* HVC_LINUX_NETDEVICE_H */
