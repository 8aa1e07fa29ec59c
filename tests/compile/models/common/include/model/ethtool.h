/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: ethtool. */
#ifndef MODEL_ETHTOOL_H
#define MODEL_ETHTOOL_H

#include <model/base.h>

struct net_device;
#define DUPLEX_HALF	0
#define DUPLEX_FULL	1
#if MODEL_KERNEL >= 20632
#define SPEED_UNKNOWN	(-1)
#define PORT_OTHER	0xff
#define ETHTOOL_GRXFH		0x29
#define ETHTOOL_SRXFH		0x2a
#define ETHTOOL_GRXRINGS	0x2d
#define TCP_V4_FLOW	1
#define UDP_V4_FLOW	2
#define TCP_V6_FLOW	5
#define UDP_V6_FLOW	6
#define IPV4_FLOW	0x10
#define IPV6_FLOW	0x11
#define RXH_IP_SRC	0x10
#define RXH_IP_DST	0x20
#define RXH_L4_B_0_1	0x40
#define RXH_L4_B_2_3	0x80
#endif
enum ethtool_stringset { ETH_SS_TEST, ETH_SS_STATS };
#define ETH_GSTRING_LEN	32
struct ethtool_cmd {
	__u16 speed;
	__u8 duplex, port;
#if MODEL_KERNEL >= 20632
	__u16 speed_hi;
#endif
};
struct ethtool_drvinfo { char driver[32]; char fw_version[32]; };
struct ethtool_regs { __u32 version; };
struct ethtool_stats { __u32 cmd; };
struct ethtool_ringparam {
	__u32 rx_max_pending, tx_max_pending, rx_pending, tx_pending;
};
#if MODEL_KERNEL >= 20632
struct ethtool_rxnfc {
	__u32 cmd, flow_type;
	__u64 data;
};
struct ethtool_channels {
	__u32 max_combined, rx_count, tx_count, other_count, combined_count;
};
struct ethtool_ts_info;
int ethtool_op_get_ts_info(struct net_device *d, struct ethtool_ts_info *i);
u32 ethtool_rxfh_indir_default(u32 index, u32 rings);
#endif
#ifdef MODEL_LINK_KSETTINGS
struct ethtool_link_settings {
	__u32 speed;
	__u8 duplex, port;
};
struct ethtool_link_ksettings { struct ethtool_link_settings base; };
int ethtool_validate_speed(__u32 speed);
#define ETH_RSS_HASH_TOP	1
#define ETH_RSS_HASH_NO_CHANGE	0
#endif
struct ethtool_ops {
	int (*get_settings)(struct net_device *d, struct ethtool_cmd *c);
	int (*set_settings)(struct net_device *d, struct ethtool_cmd *c);
	void (*get_drvinfo)(struct net_device *d, struct ethtool_drvinfo *i);
	u32 (*get_msglevel)(struct net_device *d);
	void (*set_msglevel)(struct net_device *d, u32 level);
	int (*get_regs_len)(struct net_device *d);
	void (*get_regs)(struct net_device *d, struct ethtool_regs *r, void *buf);
	u32 (*get_link)(struct net_device *d);
	void (*get_ringparam)(struct net_device *d, struct ethtool_ringparam *r);
	int (*set_ringparam)(struct net_device *d, struct ethtool_ringparam *r);
	void (*get_strings)(struct net_device *d, u32 set, u8 *data);
	void (*get_ethtool_stats)(struct net_device *d, struct ethtool_stats *s,
				  u64 *data);
#if MODEL_KERNEL >= 20632
	int (*get_sset_count)(struct net_device *d, int set);
	int (*set_rxnfc)(struct net_device *d, struct ethtool_rxnfc *c);
#else
	int (*get_stats_count)(struct net_device *d);
#endif
#ifdef MODEL_LINK_KSETTINGS
	int (*get_rxnfc)(struct net_device *d, struct ethtool_rxnfc *c, u32 *locs);
	u32 (*get_rxfh_key_size)(struct net_device *d);
	u32 (*get_rxfh_indir_size)(struct net_device *d);
	int (*get_rxfh_indir)(struct net_device *d, u32 *table);
	int (*set_rxfh_indir)(struct net_device *d, const u32 *table);
	int (*get_rxfh)(struct net_device *d, u32 *table, u8 *key, u8 *func);
	int (*set_rxfh)(struct net_device *d, const u32 *table, const u8 *key,
			const u8 func);
	void (*get_channels)(struct net_device *d, struct ethtool_channels *c);
	int (*set_channels)(struct net_device *d, struct ethtool_channels *c);
	int (*get_ts_info)(struct net_device *d, struct ethtool_ts_info *i);
	int (*get_link_ksettings)(struct net_device *d,
				  struct ethtool_link_ksettings *s);
	int (*set_link_ksettings)(struct net_device *d,
				  const struct ethtool_link_ksettings *s);
#elif MODEL_KERNEL >= 20632
	int (*get_rxnfc)(struct net_device *d, struct ethtool_rxnfc *c, void *locs);
#endif
};
#ifdef MODEL_OPS_EXT
struct ethtool_ops_ext {
	size_t size;
	u32 (*get_rxfh_key_size)(struct net_device *d);
	u32 (*get_rxfh_indir_size)(struct net_device *d);
	int (*get_rxfh)(struct net_device *d, u32 *table, u8 *key, u8 *func);
	int (*set_rxfh)(struct net_device *d, const u32 *table, const u8 *key,
			const u8 func);
	void (*get_channels)(struct net_device *d, struct ethtool_channels *c);
	int (*set_channels)(struct net_device *d, struct ethtool_channels *c);
	int (*get_ts_info)(struct net_device *d, struct ethtool_ts_info *i);
};
#endif
u32 ethtool_op_get_link(struct net_device *d);

#endif /* MODEL_ETHTOOL_H */
