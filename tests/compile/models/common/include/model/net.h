/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: network devices, their queues, polling, what lies above them. */
#ifndef MODEL_NET_H
#define MODEL_NET_H

#include <model/device.h>
#include <model/frame.h>

struct ethtool_ops;
#define MAX_ADDR_LEN		32
#define NET_IP_ALIGN		0
#define IFF_ALLMULTI		0x200
#define IFF_MASTER		0x400
#define IFF_PROMISC		0x100
#define IFF_SLAVE		0x800
#define IFF_802_1Q_VLAN		1
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define IFF_BONDING		0x20
#endif
#define NET_XMIT_SUCCESS	0
#define NET_XMIT_CN		2
#define NETIF_MSG_DRV		1
#define NETIF_MSG_PROBE		2
#define NETIF_MSG_LINK		4
#define NETIF_MSG_IFDOWN	16
#define NETIF_MSG_IFUP		32
#define NETIF_MSG_RX_ERR	64
#define NETIF_MSG_TX_ERR	128
#define netif_msg_probe(p)	((p)->msg_enable & NETIF_MSG_PROBE)
#define netif_msg_link(p)	((p)->msg_enable & NETIF_MSG_LINK)
#define netif_msg_rx_err(p)	((p)->msg_enable & NETIF_MSG_RX_ERR)
#define netif_msg_tx_err(p)	((p)->msg_enable & NETIF_MSG_TX_ERR)
u32 netif_msg_init(int debug, int bits);
#define NETDEV_UP		1
#define NETDEV_DOWN		2
#define NETDEV_CHANGE		4
#define NETDEV_REGISTER		5
#define NETDEV_UNREGISTER	6
#define NETDEV_GOING_DOWN	9
#ifdef MODEL_NETDEV_JOIN
#define NETDEV_JOIN		20
#endif

/* -------- features -------- */

#define NETIF_F_SG		1
#define NETIF_F_IP_CSUM		2
#define NETIF_F_TSO		4
#define NETIF_F_TSO6		8
#define NETIF_F_HIGHDMA		32
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define NETIF_F_LRO		16
#endif
#if MODEL_KERNEL >= 20632
#define NETIF_F_IPV6_CSUM	64
#define NETIF_F_RXCSUM		128
#define NETIF_F_RXHASH		256
typedef u64 netdev_features_t;
typedef netdev_features_t model_features;
#else
typedef unsigned long model_features;
#endif
#ifdef MODEL_VLAN_CTAG
#define NETIF_F_HW_VLAN_CTAG_TX	512
#define NETIF_F_HW_VLAN_CTAG_RX	1024
#else
#define NETIF_F_HW_VLAN_TX	512
#define NETIF_F_HW_VLAN_RX	1024
#endif

/* -------- devices -------- */

struct net_device_stats {
	unsigned long rx_packets, tx_packets, rx_bytes, tx_bytes;
	unsigned long rx_errors, tx_errors, rx_dropped, tx_dropped;
	unsigned long multicast;
};
#if MODEL_KERNEL >= 20632
struct rtnl_link_stats64 {
	__u64 rx_packets, tx_packets, rx_bytes, tx_bytes;
	__u64 rx_errors, tx_errors, rx_dropped, tx_dropped;
	__u64 multicast;
};
typedef enum netdev_tx { NETDEV_TX_OK, NETDEV_TX_BUSY = 16 } netdev_tx_t;
typedef enum rx_handler_result {
	RX_HANDLER_CONSUMED, RX_HANDLER_ANOTHER,
} rx_handler_result_t;
typedef rx_handler_result_t rx_handler_func_t(struct sk_buff **s);
#ifdef MODEL_SELECT_FALLBACK
typedef u16 (*select_queue_fallback_t)(struct net_device *d, struct sk_buff *s);
#endif
#ifdef MODEL_NDO_EXTENDED
struct net_device_ops_extended {
	int (*ndo_change_mtu)(struct net_device *d, int mtu);
};
struct net_device_extended {
	unsigned int min_mtu, max_mtu;
};
#endif
struct net_device_ops {
	int (*ndo_open)(struct net_device *d);
	int (*ndo_stop)(struct net_device *d);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *s, struct net_device *d);
#ifdef MODEL_SELECT_FALLBACK
	u16 (*ndo_select_queue)(struct net_device *d, struct sk_buff *s,
				void *priv, select_queue_fallback_t f);
#else
	u16 (*ndo_select_queue)(struct net_device *d, struct sk_buff *s);
#endif
	void (*ndo_set_rx_mode)(struct net_device *d);
	int (*ndo_set_mac_address)(struct net_device *d, void *addr);
	int (*ndo_validate_addr)(struct net_device *d);
	struct net_device_stats *(*ndo_get_stats)(struct net_device *d);
#ifdef MODEL_NDO_EXTENDED
	void (*ndo_get_stats64)(struct net_device *d,
				struct rtnl_link_stats64 *s);
	netdev_features_t (*ndo_fix_features)(struct net_device *d,
					      netdev_features_t f);
	int (*ndo_set_features)(struct net_device *d, netdev_features_t f);
	size_t ndo_size;
	struct net_device_ops_extended extended;
#else
	int (*ndo_change_mtu)(struct net_device *d, int mtu);
#endif
};
#endif /* MODEL_KERNEL >= 20632 */
struct net_device {
	char name[16];
	model_features features;
	unsigned int flags, mtu;
	unsigned short type;
	unsigned char addr_len;
	unsigned char perm_addr[MAX_ADDR_LEN];
#if MODEL_KERNEL >= 20632
	struct device dev;
	unsigned char *dev_addr;
	struct list_head dev_list;
	const struct net_device_ops *netdev_ops;
	const struct ethtool_ops *ethtool_ops;
	unsigned int priv_flags;
	model_features vlan_features;
	struct net_device_stats stats;
#else
	struct { struct device *dev; } class_dev;
	unsigned char dev_addr[MAX_ADDR_LEN];
	struct ethtool_ops *ethtool_ops;
	unsigned short priv_flags;
	int mc_count;
	int (*open)(struct net_device *d);
	int (*stop)(struct net_device *d);
	int (*hard_start_xmit)(struct sk_buff *s, struct net_device *d);
	void (*set_multicast_list)(struct net_device *d);
	int (*set_mac_address)(struct net_device *d, void *addr);
	int (*change_mtu)(struct net_device *d, int mtu);
	struct net_device_stats *(*get_stats)(struct net_device *d);
#endif
#ifdef MODEL_NDO_EXTENDED
	model_features hw_features, wanted_features;
	rx_handler_func_t *rx_handler;
	void *rx_handler_data;
	struct net_device_extended *extended;
#else
	struct net_device *master;
#endif
};
#if MODEL_KERNEL >= 20632
#define SET_NETDEV_DEV(d, p)	((d)->dev.parent = (p))
struct net_device *alloc_etherdev_mqs(int size, unsigned int tx, unsigned int rx);
int eth_prepare_mac_addr_change(struct net_device *d, void *addr);
void eth_commit_mac_addr_change(struct net_device *d, void *addr);
int eth_validate_addr(struct net_device *d);
void ether_addr_copy(u8 *to, const u8 *from);
bool ether_addr_equal(const u8 *a, const u8 *b);
void netdev_rss_key_fill(void *p, size_t n);
void netdev_update_features(struct net_device *d);
void netif_set_gso_max_size(struct net_device *d, unsigned int n);
void netif_addr_lock_bh(struct net_device *d);
void netif_addr_unlock_bh(struct net_device *d);
#else
#define SET_NETDEV_DEV(d, p)	((d)->class_dev.dev = (p))
struct net_device *alloc_etherdev(int size);
#endif
void *netdev_priv(const struct net_device *d);
void free_netdev(struct net_device *d);
int register_netdev(struct net_device *d);
void unregister_netdev(struct net_device *d);
__be16 eth_type_trans(struct sk_buff *s, struct net_device *d);
int is_valid_ether_addr(const u8 *addr);
int is_multicast_ether_addr(const u8 *addr);
int netif_running(const struct net_device *d);
int netif_carrier_ok(const struct net_device *d);
void netif_carrier_on(struct net_device *d);
void netif_carrier_off(struct net_device *d);
void netif_device_attach(struct net_device *d);
void netif_device_detach(struct net_device *d);
int net_ratelimit(void);
int dev_set_mtu(struct net_device *d, int mtu);
void rtnl_lock(void);
int rtnl_trylock(void);
void rtnl_unlock(void);
#define ASSERT_RTNL()		do { } while (0)
#if MODEL_KERNEL >= 20632
int netdev_err(const struct net_device *d, const char *fmt, ...) MODEL_PRINTF(2, 3);
int netdev_warn(const struct net_device *d, const char *fmt, ...) MODEL_PRINTF(2, 3);
int netdev_info(const struct net_device *d, const char *fmt, ...) MODEL_PRINTF(2, 3);
#elif defined(MODEL_RHEL5_NAMES)
#define netdev_err(d, fmt, ...)		((void)(d), printk(fmt, ##__VA_ARGS__))
#define netdev_warn			netdev_err
#define netdev_info			netdev_err
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define netdev_mc_empty(d)		(!*(d)->name)
#endif
#if MODEL_KERNEL >= 20632
int is_vlan_dev(const struct net_device *d);
#elif defined(MODEL_RHEL5_NAMES)
int is_vlan_dev(struct net_device *d);
#endif

/* -------- sending -------- */

void netif_tx_disable(struct net_device *d);
#if MODEL_KERNEL >= 20632
int skb_checksum_help(struct sk_buff *s);
struct netdev_queue;
struct netdev_queue *netdev_get_tx_queue(const struct net_device *d,
					 unsigned int i);
void netif_tx_start_queue(struct netdev_queue *q);
void netif_tx_stop_queue(struct netdev_queue *q);
void netif_tx_wake_queue(struct netdev_queue *q);
void netif_tx_wake_all_queues(struct net_device *d);
int netif_tx_queue_stopped(const struct netdev_queue *q);
void __netif_tx_lock(struct netdev_queue *q, int cpu);
void __netif_tx_unlock(struct netdev_queue *q);
void __netif_tx_lock_bh(struct netdev_queue *q);
void __netif_tx_unlock_bh(struct netdev_queue *q);
void netdev_tx_sent_queue(struct netdev_queue *q, unsigned int bytes);
void netdev_tx_completed_queue(struct netdev_queue *q, unsigned int n,
			       unsigned int bytes);
void netdev_tx_reset_queue(struct netdev_queue *q);
#else
int skb_checksum_help(struct sk_buff *s, int inward);
#define NETDEV_TX_OK		0
#define NETDEV_TX_BUSY		1
void netif_start_queue(struct net_device *d);
void netif_stop_queue(struct net_device *d);
void netif_wake_queue(struct net_device *d);
int netif_queue_stopped(const struct net_device *d);
void netif_tx_lock(struct net_device *d);
void netif_tx_unlock(struct net_device *d);
void netif_tx_lock_bh(struct net_device *d);
void netif_tx_unlock_bh(struct net_device *d);
#endif
#ifdef MODEL_REAL_NUM_QUEUES
int netif_set_real_num_tx_queues(struct net_device *d, unsigned int n);
int netif_set_real_num_rx_queues(struct net_device *d, unsigned int n);
int netif_xmit_stopped(const struct netdev_queue *q);
#elif MODEL_KERNEL >= 20632
void netif_set_real_num_tx_queues(struct net_device *d, unsigned int n);
int netif_set_real_num_rx_queues(struct net_device *d, unsigned int n);
#endif

/* -------- receiving -------- */

int netif_receive_skb(struct sk_buff *s);
#if MODEL_KERNEL >= 20632
struct napi_struct {
	struct net_device *dev;
	int (*poll)(struct napi_struct *n, int budget);
};
void _netif_napi_add(struct net_device *d, struct napi_struct *n,
		     int (*poll)(struct napi_struct *n, int budget), int weight);
#define netif_napi_add	_netif_napi_add
void netif_napi_del(struct napi_struct *n);
void napi_enable(struct napi_struct *n);
void napi_disable(struct napi_struct *n);
void napi_schedule(struct napi_struct *n);
#ifdef MODEL_NAPI_DONE_BOOL
bool napi_complete_done(struct napi_struct *n, int done);
#else
void napi_complete_done(struct napi_struct *n, int done);
#endif
int napi_gro_receive(struct napi_struct *n, struct sk_buff *s);
#elif defined(MODEL_RHEL5_NAMES)
struct napi_struct;
int napi_gro_receive(struct napi_struct *n, struct sk_buff *s);
#endif

/* -------- sockets -------- */

#if MODEL_KERNEL >= 20632
struct dst_entry { struct net_device *dev; };
struct sock { struct dst_entry *sk_dst_cache; };
int sk_tx_queue_get(const struct sock *k);
void sk_tx_queue_set(struct sock *k, int queue);
#ifdef MODEL_SK_FULLSOCK
bool sk_fullsock(const struct sock *k);
#endif
#endif

/* -------- one device above another -------- */

#if MODEL_KERNEL >= 20632
struct net { struct list_head dev_base_head; };
struct net *dev_net(const struct net_device *d);
int net_eq(const struct net *a, const struct net *b);
extern struct net init_net;
int dev_change_net_namespace(struct net_device *d, struct net *net, const char *pattern);
#define for_each_netdev(n, d)	list_for_each_entry(d, &(n)->dev_base_head, dev_list)
#define rtnl_dereference(p)	rcu_dereference(p)
#define rcu_dereference_bh(p)	rcu_dereference(p)
int dev_queue_xmit(struct sk_buff *s);
int dev_open(struct net_device *d);
int dev_set_mac_address(struct net_device *d, struct sockaddr *a);
int dev_close(struct net_device *d);
void dev_hold(struct net_device *d);
void dev_put(struct net_device *d);
void synchronize_net(void);
int call_netdevice_notifiers(unsigned long event, struct net_device *d);
int dev_mc_sync(struct net_device *to, struct net_device *from);
void dev_mc_unsync(struct net_device *to, struct net_device *from);
bool netif_is_bond_master(const struct net_device *d);
int netdev_rx_handler_register(struct net_device *d, rx_handler_func_t *f,
			       void *data);
void netdev_rx_handler_unregister(struct net_device *d);
int register_netdevice_notifier(struct notifier_block *nb);
int unregister_netdevice_notifier(struct notifier_block *nb);
#endif
#ifdef MODEL_UPPER_DEV
struct netdev_notifier_info;
struct net_device *netdev_notifier_info_to_dev(const struct netdev_notifier_info *i);
int register_netdevice_notifier_rh(struct notifier_block *nb);
int unregister_netdevice_notifier_rh(struct notifier_block *nb);
bool netdev_is_rx_handler_busy(struct net_device *d);
struct net_device *netdev_master_upper_dev_get(struct net_device *d);
int netdev_master_upper_dev_link(struct net_device *d, struct net_device *upper,
				 void *priv, void *info);
void netdev_upper_dev_unlink(struct net_device *d, struct net_device *upper);
int dev_uc_sync(struct net_device *to, struct net_device *from);
void dev_uc_unsync(struct net_device *to, struct net_device *from);
void netdev_notify_peers(struct net_device *d);
#define netdev_alloc_pcpu_stats(type)	alloc_percpu(type)
#elif MODEL_KERNEL >= 20632
int netdev_set_master(struct net_device *d, struct net_device *master);
int dev_unicast_sync(struct net_device *to, struct net_device *from);
void dev_unicast_unsync(struct net_device *to, struct net_device *from);
void netif_notify_peers(struct net_device *d);
#endif

/* -------- a second table for what came late -------- */

#ifdef MODEL_OPS_EXT
struct ethtool_ops_ext;
struct net_device_ops_ext {
	size_t size;
	u32 (*ndo_fix_features)(struct net_device *d, u32 f);
	int (*ndo_set_features)(struct net_device *d, u32 f);
	struct rtnl_link_stats64 *(*ndo_get_stats64)(struct net_device *d,
						     struct rtnl_link_stats64 *s);
};
struct net_device_extended {
	u32 wanted_features;
	rx_handler_func_t *rx_handler;
	void *rx_handler_data;
};
struct net_device_extended *netdev_extended(const struct net_device *d);
void set_netdev_ops_ext(struct net_device *d, const struct net_device_ops_ext *o);
void set_ethtool_ops_ext(struct net_device *d, const struct ethtool_ops_ext *o);
void set_netdev_hw_features(struct net_device *d, u32 f);
u32 get_netdev_hw_features(struct net_device *d);
#endif

#endif /* MODEL_NET_H */
