/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Operations of ethtool under one signature. Macros only: kernel headers include
 * this one.
 */
#ifndef HVC_LINUX_ETHTOOL_H
#define HVC_LINUX_ETHTOOL_H

#include <linux/types.h>
#include_next <linux/ethtool.h>
#include <hvc_config.h>

struct net_device;
struct netlink_ext_ack;

/*
 * DEFINE_ETHTOOL_*(op, fn) defines @op, or functions whose names begin so, in the
 * form that this kernel calls, for @fn in the newest form; see linux/device.h.
 * ETHTOOL_*_OPS(op, fn) initialises the operations, with a comma at the end.
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
 * Where an operation does not exist, its function is used by nobody, and the
 * compiler shall not complain.
 */
#define HVC_ETHTOOL_NONE(op, f1, f2, f3, f4)				\
	static inline void op##_none(void)				\
	{								\
		(void)(f1);						\
		(void)(f2);						\
		(void)(f3);						\
		(void)(f4);						\
	}								\
	struct net_device

/*
 * Table and key of the hash:
 * key_size, indir_size: u32 (struct net_device *)
 * get, set: int (struct net_device *, struct ethtool_rxfh_param *), for set with
 * a struct netlink_ext_ack * at the end
 */
#if !HVC_ETHTOOL_RXFH_TAKES_PARAM
struct hvc_ethtool_rxfh_param {
	u8 hfunc;
	u32 *indir;
	u8 *key;
};

#undef ethtool_rxfh_param
#define ethtool_rxfh_param hvc_ethtool_rxfh_param
#endif

#ifndef ETH_RSS_HASH_TOP
#define ETH_RSS_HASH_NO_CHANGE	0
#define ETH_RSS_HASH_TOP	1
#endif

#if HVC_ETHTOOL_RXFH_TAKES_PARAM
#define DEFINE_ETHTOOL_RXFH(op, key_size, indir_size, get, set)		\
	static int op##_get(struct net_device *dev,			\
			    struct ethtool_rxfh_param *p)		\
	{								\
		return get(dev, p);					\
	}								\
	static int op##_set(struct net_device *dev,			\
			    struct ethtool_rxfh_param *p,		\
			    struct netlink_ext_ack *extack)		\
	{								\
		return set(dev, p, extack);				\
	}								\
	struct net_device
#elif HVC_ETHTOOL_RXFH_HAS_HFUNC || HVC_ETHTOOL_EXT_HAS_RXFH
#define DEFINE_ETHTOOL_RXFH(op, key_size, indir_size, get, set)		\
	static int op##_get(struct net_device *dev, u32 *indir, u8 *key, \
			    u8 *hfunc)					\
	{								\
		struct ethtool_rxfh_param p;				\
		int err;						\
									\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = indir;					\
		p.key = key;						\
		err = get(dev, &p);					\
		if (hfunc)						\
			*hfunc = p.hfunc;				\
		return err;						\
	}								\
	static int op##_set(struct net_device *dev, const u32 *indir,	\
			    const u8 *key, const u8 hfunc)		\
	{								\
		struct ethtool_rxfh_param p;				\
									\
		p.hfunc = hfunc;					\
		p.indir = (u32 *)indir;					\
		p.key = (u8 *)key;					\
		return set(dev, &p, NULL);				\
	}								\
	struct net_device
#elif HVC_ETHTOOL_RXFH_HAS_NO_HFUNC || HVC_ETHTOOL_EXT_RXFH_HAS_NO_HFUNC
#if HVC_ETHTOOL_RXFH_HAS_NO_HFUNC
#define HVC_RXFH_CONST	const
#else
#define HVC_RXFH_CONST
#endif
#define DEFINE_ETHTOOL_RXFH(op, key_size, indir_size, get, set)		\
	static int op##_get(struct net_device *dev, u32 *indir, u8 *key) \
	{								\
		struct ethtool_rxfh_param p;				\
									\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = indir;					\
		p.key = key;						\
		return get(dev, &p);					\
	}								\
	static int op##_set(struct net_device *dev,			\
			    HVC_RXFH_CONST u32 *indir,			\
			    HVC_RXFH_CONST u8 *key)			\
	{								\
		struct ethtool_rxfh_param p;				\
									\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = (u32 *)indir;					\
		p.key = (u8 *)key;					\
		return set(dev, &p, NULL);				\
	}								\
	struct net_device
#elif HVC_ETHTOOL_RXFH_INDIR_TAKES_ARRAY
#define DEFINE_ETHTOOL_RXFH(op, key_size, indir_size, get, set)		\
	static int op##_get(struct net_device *dev, u32 *indir)		\
	{								\
		struct ethtool_rxfh_param p;				\
									\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = indir;					\
		p.key = NULL;						\
		return get(dev, &p);					\
	}								\
	static int op##_set(struct net_device *dev, const u32 *indir)	\
	{								\
		struct ethtool_rxfh_param p;				\
									\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = (u32 *)indir;					\
		p.key = NULL;						\
		return set(dev, &p, NULL);				\
	}								\
	HVC_ETHTOOL_NONE(op, key_size, 0, 0, 0)
#elif HVC_ETHTOOL_RXFH_INDIR_TAKES_STRUCT
/* The user says how many entries he has room for, the driver how many there are. */
#define DEFINE_ETHTOOL_RXFH(op, key_size, indir_size, get, set)		\
	static int op##_get(struct net_device *dev,			\
			    struct ethtool_rxfh_indir *user)		\
	{								\
		struct ethtool_rxfh_param p;				\
		u32 room = user->size;					\
									\
		user->size = indir_size(dev);				\
		if (room < user->size)					\
			return 0;					\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = user->ring_index;				\
		p.key = NULL;						\
		return get(dev, &p);					\
	}								\
	static int op##_set(struct net_device *dev,			\
			    const struct ethtool_rxfh_indir *user)	\
	{								\
		struct ethtool_rxfh_param p;				\
									\
		if (user->size != indir_size(dev))			\
			return -EINVAL;					\
		p.hfunc = ETH_RSS_HASH_NO_CHANGE;			\
		p.indir = (u32 *)user->ring_index;			\
		p.key = NULL;						\
		return set(dev, &p, NULL);				\
	}								\
	HVC_ETHTOOL_NONE(op, key_size, 0, 0, 0)
#else
#define DEFINE_ETHTOOL_RXFH(op, key_size, indir_size, get, set)		\
	HVC_ETHTOOL_NONE(op, key_size, indir_size, get, set)
#endif

#if HVC_ETHTOOL_RXFH_TAKES_PARAM || HVC_ETHTOOL_RXFH_HAS_HFUNC || \
	HVC_ETHTOOL_RXFH_HAS_NO_HFUNC || HVC_ETHTOOL_EXT_HAS_RXFH || \
	HVC_ETHTOOL_EXT_RXFH_HAS_NO_HFUNC
#define ETHTOOL_RXFH_OPS(op, key_size, indir_size, get, set)		\
	.get_rxfh_key_size = key_size,					\
	.get_rxfh_indir_size = indir_size,				\
	.get_rxfh = op##_get,						\
	.set_rxfh = op##_set,
#elif HVC_ETHTOOL_RXFH_INDIR_TAKES_ARRAY
#define ETHTOOL_RXFH_OPS(op, key_size, indir_size, get, set)		\
	.get_rxfh_indir_size = indir_size,				\
	.get_rxfh_indir = op##_get,					\
	.set_rxfh_indir = op##_set,
#elif HVC_ETHTOOL_RXFH_INDIR_TAKES_STRUCT
#define ETHTOOL_RXFH_OPS(op, key_size, indir_size, get, set)		\
	.get_rxfh_indir = op##_get,					\
	.set_rxfh_indir = op##_set,
#else
#define ETHTOOL_RXFH_OPS(op, key_size, indir_size, get, set)
#endif

#if !HVC_ETHTOOL_RXFH_INDIR_DEFAULT_EXISTS
#define ethtool_rxfh_indir_default(index, rings)	((index) % (rings))
#endif

/*
 * The number of receive rings and the fields of the hash:
 * count: u32 (struct net_device *)
 * get: int (struct net_device *, struct ethtool_rxfh_fields *)
 * set: int (struct net_device *, const struct ethtool_rxfh_fields *,
 *	struct netlink_ext_ack *)
 * ETHTOOL_RX_HASH_OPS() is the initialiser of the operations, with its comma.
 */
#ifndef RXH_L4_B_0_1
#define RXH_IP_SRC	(1 << 4)
#define RXH_IP_DST	(1 << 5)
#define RXH_L4_B_0_1	(1 << 6)
#define RXH_L4_B_2_3	(1 << 7)
#endif
#ifndef TCP_V4_FLOW
#define TCP_V4_FLOW	0x01
#define UDP_V4_FLOW	0x02
#define TCP_V6_FLOW	0x05
#define UDP_V6_FLOW	0x06
#endif
#ifndef IPV4_FLOW
#define IPV4_FLOW	0x10
#define IPV6_FLOW	0x11
#endif

#if !HVC_ETHTOOL_RXFH_FIELDS_EXIST
struct hvc_ethtool_rxfh_fields {
	u32 data;
	u32 flow_type;
};

#undef ethtool_rxfh_fields
#define ethtool_rxfh_fields hvc_ethtool_rxfh_fields
#endif

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
#elif HVC_ETHTOOL_RXNFC_TAKES_U32 || HVC_ETHTOOL_RXNFC_TAKES_VOID
#if HVC_ETHTOOL_RXNFC_TAKES_U32
#define HVC_RXNFC_LOCS	u32 *
#else
#define HVC_RXNFC_LOCS	void *
#endif
#define DEFINE_ETHTOOL_RX_HASH(op, count, get, set)			\
	static int op(struct net_device *dev, struct ethtool_rxnfc *c,	\
		      HVC_RXNFC_LOCS locs)				\
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
#else
#define DEFINE_ETHTOOL_RX_HASH(op, count, get, set)			\
	HVC_ETHTOOL_NONE(op, count, get, set, 0)
#define ETHTOOL_RX_HASH_OPS(op, count, get, set)
#endif

/* The number of strings in a set, fn: int (struct net_device *, int) */
#if HVC_ETHTOOL_GET_SSET_COUNT_EXISTS
#define DEFINE_ETHTOOL_SSET_COUNT(op, fn) struct net_device
#define ETHTOOL_SSET_COUNT_OPS(op, fn)	.get_sset_count = fn,
#else
#define DEFINE_ETHTOOL_SSET_COUNT(op, fn)				\
	static int op(struct net_device *dev)				\
	{								\
		return fn(dev, ETH_SS_STATS);				\
	}								\
	struct net_device
#define ETHTOOL_SSET_COUNT_OPS(op, fn)	.get_stats_count = op,
#endif

/* Channels: void, for set: int (struct net_device *, struct ethtool_channels *) */
#if HVC_ETHTOOL_GET_CHANNELS_EXISTS || HVC_ETHTOOL_EXT_HAS_CHANNELS
#define DEFINE_ETHTOOL_CHANNELS(op, get, set) struct net_device
#define ETHTOOL_CHANNELS_OPS(get, set)					\
	.get_channels = get,						\
	.set_channels = set,
#else
struct hvc_ethtool_channels {
	u32 max_combined;
	u32 rx_count;
	u32 tx_count;
	u32 other_count;
	u32 combined_count;
};

#define ethtool_channels hvc_ethtool_channels
#define DEFINE_ETHTOOL_CHANNELS(op, get, set) HVC_ETHTOOL_NONE(op, get, set, 0, 0)
#define ETHTOOL_CHANNELS_OPS(get, set)
#endif

/* Time stamps, as software has them. */
#if HVC_ETHTOOL_GET_TS_INFO_EXISTS || HVC_ETHTOOL_EXT_HAS_TS_INFO
#define ETHTOOL_TS_INFO_OPS	.get_ts_info = ethtool_op_get_ts_info,
#else
#define ETHTOOL_TS_INFO_OPS
#endif

/*
 * Speed and duplex:
 * get: int (struct net_device *, struct ethtool_link_ksettings *)
 * set: int (struct net_device *, const struct ethtool_link_ksettings *)
 */
#ifndef SPEED_UNKNOWN
#define SPEED_UNKNOWN	(-1)
#endif
#ifndef PORT_OTHER
#define PORT_OTHER	0xff
#endif

#if HVC_ETHTOOL_LINK_KSETTINGS_EXISTS
#define DEFINE_ETHTOOL_LINK(op, get, set) struct net_device
#define ETHTOOL_LINK_OPS(op, get, set)					\
	.get_link_ksettings = get,					\
	.set_link_ksettings = set,
#else
struct hvc_ethtool_link_ksettings {
	struct {
		u32 speed;
		u8 duplex;
		u8 port;
	} base;
};

#define ethtool_link_ksettings hvc_ethtool_link_ksettings
#if HVC_ETHTOOL_CMD_HAS_SPEED_HI
#define HVC_SPEED_FROM(cmd)	((cmd)->speed | (u32)(cmd)->speed_hi << 16)
#define HVC_SPEED_TO(cmd, v)						\
	do {								\
		(cmd)->speed = (u16)(v);				\
		(cmd)->speed_hi = (u16)((v) >> 16);			\
	} while (0)
#else
/* What does not fit is unknown; so is 65535. */
#define HVC_SPEED_FROM(cmd)						\
	((cmd)->speed == 0xffff ? (u32)SPEED_UNKNOWN : (cmd)->speed)
#define HVC_SPEED_TO(cmd, v)						\
	((cmd)->speed = (u16)min_t(u32, v, 0xffff))
#endif
#define DEFINE_ETHTOOL_LINK(op, get, set)				\
	static int op##_get(struct net_device *dev,			\
			    struct ethtool_cmd *cmd)			\
	{								\
		struct ethtool_link_ksettings s;			\
		int err;						\
									\
		memset(&s, 0, sizeof(s));				\
		err = get(dev, &s);					\
		HVC_SPEED_TO(cmd, s.base.speed);			\
		cmd->duplex = s.base.duplex;				\
		cmd->port = s.base.port;				\
		return err;						\
	}								\
	static int op##_set(struct net_device *dev,			\
			    struct ethtool_cmd *cmd)			\
	{								\
		struct ethtool_link_ksettings s;			\
									\
		s.base.speed = HVC_SPEED_FROM(cmd);			\
		s.base.duplex = cmd->duplex;				\
		s.base.port = cmd->port;				\
		return set(dev, &s);					\
	}								\
	struct net_device
#define ETHTOOL_LINK_OPS(op, get, set)					\
	.get_settings = op##_get,					\
	.set_settings = op##_set,
#endif

#if !HVC_ETHTOOL_VALIDATE_SPEED_EXISTS
#define ethtool_validate_speed(v) \
	((v) <= INT_MAX || (v) == (u32)SPEED_UNKNOWN)
#endif

/*
 * Where RHEL 6 keeps what came after 2.6.32. Behind this line of the table of
 * operations, there stand channels, time stamps, and table and key of the hash,
 * those of them that the release has;
 * ETHTOOL_SET_OPS() gives both tables to a device.
 */
#if HVC_ETHTOOL_EXT_HAS_RXFH || HVC_ETHTOOL_EXT_RXFH_HAS_NO_HFUNC || \
	HVC_ETHTOOL_EXT_HAS_CHANNELS || HVC_ETHTOOL_EXT_HAS_TS_INFO
#define ETHTOOL_OPS_LATER(later)					\
	};								\
	static const struct ethtool_ops_ext later = {			\
		.size = sizeof(struct ethtool_ops_ext),
#define ETHTOOL_SET_OPS(dev, ops, later)				\
	do {								\
		(dev)->ethtool_ops = (ops);				\
		set_ethtool_ops_ext(dev, &(later));			\
	} while (0)
#else
#define ETHTOOL_OPS_LATER(later)
#if HVC_ETHTOOL_OPS_IS_CONST
#define ETHTOOL_SET_OPS(dev, ops, later) ((dev)->ethtool_ops = (ops))
#else
#define ETHTOOL_SET_OPS(dev, ops, later) \
	((dev)->ethtool_ops = (struct ethtool_ops *)(ops))
#endif
#endif

#endif /* HVC_LINUX_ETHTOOL_H */
