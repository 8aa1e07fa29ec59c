/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Operations of ethtool under one signature. Macros only: kernel headers include
 * this one.
 */
#ifndef HVC_LINUX_ETHTOOL_H
#define HVC_LINUX_ETHTOOL_H

#include_next <linux/ethtool.h>
#include <hvc_config.h>

/*
 * DEFINE_ETHTOOL_*(op, fn) defines @op in the form that this kernel calls, for
 * @fn in the newest form; see linux/device.h.
 */

/* fn: void (struct net_device *, struct ethtool_ringparam *), for set: int */
#if HVC_ETHTOOL_RINGPARAM_HAS_EXTACK
#define HVC_RINGPARAM_ARGS						\
	struct net_device *dev, struct ethtool_ringparam *ring,		\
	struct kernel_ethtool_ringparam *more,				\
	struct netlink_ext_ack *extack
#else
#define HVC_RINGPARAM_ARGS						\
	struct net_device *dev, struct ethtool_ringparam *ring
#endif
#define DEFINE_ETHTOOL_GET_RINGPARAM(op, fn)				\
	static void op(HVC_RINGPARAM_ARGS)				\
	{								\
		fn(dev, ring);						\
	}
#define DEFINE_ETHTOOL_SET_RINGPARAM(op, fn)				\
	static int op(HVC_RINGPARAM_ARGS)				\
	{								\
		return fn(dev, ring);					\
	}

/*
 * fn: int (struct net_device *, struct ethtool_rxfh_param *), for set with a
 * struct netlink_ext_ack * at the end
 */
#if HVC_ETHTOOL_RXFH_TAKES_PARAM
#define DEFINE_ETHTOOL_GET_RXFH(op, fn)					\
	static int op(struct net_device *dev,				\
		      struct ethtool_rxfh_param *p)			\
	{								\
		return fn(dev, p);					\
	}
#define DEFINE_ETHTOOL_SET_RXFH(op, fn)					\
	static int op(struct net_device *dev,				\
		      struct ethtool_rxfh_param *p,			\
		      struct netlink_ext_ack *extack)			\
	{								\
		return fn(dev, p, extack);				\
	}
#else
struct ethtool_rxfh_param {
	u8 hfunc;
	u32 *indir;
	u8 *key;
};

#define DEFINE_ETHTOOL_GET_RXFH(op, fn)					\
	static int op(struct net_device *dev, u32 *indir, u8 *key,	\
		      u8 *hfunc)					\
	{								\
		struct ethtool_rxfh_param p;				\
		int err;						\
									\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = indir;					\
		p.key = key;						\
		err = fn(dev, &p);					\
		if (hfunc)						\
			*hfunc = p.hfunc;				\
		return err;						\
	}
#define DEFINE_ETHTOOL_SET_RXFH(op, fn)					\
	static int op(struct net_device *dev, const u32 *indir,		\
		      const u8 *key, const u8 hfunc)			\
	{								\
		struct ethtool_rxfh_param p;				\
									\
		p.hfunc = hfunc;					\
		p.indir = (u32 *)indir;					\
		p.key = (u8 *)key;					\
		return fn(dev, &p, NULL);				\
	}
#endif

/*
 * The number of receive rings and the fields of the hash:
 * count: u32 (struct net_device *)
 * get: int (struct net_device *, struct ethtool_rxfh_fields *)
 * set: int (struct net_device *, const struct ethtool_rxfh_fields *,
 *	struct netlink_ext_ack *)
 * ETHTOOL_RX_HASH_OPS() is the initialiser of the operations, with its comma.
 */
#if HVC_ETHTOOL_RXFH_FIELDS_EXIST && HVC_ETHTOOL_GET_RX_RING_COUNT_EXISTS
#define DEFINE_ETHTOOL_RX_HASH(op, count, get, set) struct net_device
#define ETHTOOL_RX_HASH_OPS(op, count, get, set)			\
	.get_rx_ring_count = count,					\
	.get_rxfh_fields = get,						\
	.set_rxfh_fields = set,
#elif HVC_ETHTOOL_RXFH_FIELDS_EXIST
#define DEFINE_ETHTOOL_RX_HASH(op, count, get, set)			\
	static int op(struct net_device *dev, struct ethtool_rxnfc *c,	\
		      u32 *locs)					\
	{								\
		if (c->cmd != ETHTOOL_GRXRINGS)				\
			return -EOPNOTSUPP;				\
		c->data = count(dev);					\
		return 0;						\
	}								\
	struct net_device
#define ETHTOOL_RX_HASH_OPS(op, count, get, set)			\
	.get_rxnfc = op,						\
	.get_rxfh_fields = get,						\
	.set_rxfh_fields = set,
#else
struct ethtool_rxfh_fields {
	u32 data;
	u32 flow_type;
};

#define DEFINE_ETHTOOL_RX_HASH(op, count, get, set)			\
	static int op(struct net_device *dev, struct ethtool_rxnfc *c,	\
		      u32 *locs)					\
	{								\
		struct ethtool_rxfh_fields f;				\
		int err;						\
									\
		if (c->cmd == ETHTOOL_GRXRINGS) {			\
			c->data = count(dev);				\
			return 0;					\
		}							\
		if (c->cmd != ETHTOOL_GRXFH)				\
			return -EOPNOTSUPP;				\
		f.flow_type = c->flow_type;				\
		f.data = 0;						\
		err = get(dev, &f);					\
		c->data = f.data;					\
		return err;						\
	}								\
	static int op##_set(struct net_device *dev,			\
			    struct ethtool_rxnfc *c)			\
	{								\
		struct ethtool_rxfh_fields f;				\
									\
		if (c->cmd != ETHTOOL_SRXFH)				\
			return -EOPNOTSUPP;				\
		f.flow_type = c->flow_type;				\
		f.data = (u32)c->data;					\
		return set(dev, &f, NULL);				\
	}								\
	struct net_device
#define ETHTOOL_RX_HASH_OPS(op, count, get, set)			\
	.get_rxnfc = op,						\
	.set_rxnfc = op##_set,
#endif

#endif /* HVC_LINUX_ETHTOOL_H */
