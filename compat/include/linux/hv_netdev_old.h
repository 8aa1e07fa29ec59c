/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Network devices of kernels before 2.6.29, or rather 2.6.18: one transmit queue,
 * no struct net_device_ops, polling that belongs to the device. Included by
 * <linux/netdevice.h>; bodies are in lib/net.c.
 */
#ifndef HVC_LINUX_HV_NETDEV_OLD_H
#define HVC_LINUX_HV_NETDEV_OLD_H

#include <hvc_config.h>
#include <linux/interrupt.h>

/* -------- operations: copied into the device -------- */

struct net_device_ops {
	int (*ndo_open)(struct net_device *dev);
	int (*ndo_stop)(struct net_device *dev);
	int (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	/* There is nothing to select. */
	u16 (*ndo_select_queue)(struct net_device *dev, struct sk_buff *skb);
	void (*ndo_set_rx_mode)(struct net_device *dev);
	int (*ndo_set_mac_address)(struct net_device *dev, void *addr);
	int (*ndo_validate_addr)(struct net_device *dev);
	int (*ndo_change_mtu)(struct net_device *dev, int mtu);
	struct net_device_stats *(*ndo_get_stats)(struct net_device *dev);
};

void hvc_netdev_set_ops(struct net_device *dev, const struct net_device_ops *ops);
#define netdev_set_ops(dev, ops)	hvc_netdev_set_ops(dev, &(ops))

/* With room for the statistics. One driver, always the same size. */
struct net_device *hvc_alloc_etherdev(unsigned int size);

/* -------- one transmit queue -------- */

#if !HVC_NETDEV_QUEUE_EXISTS
/* It is the device. */
struct netdev_queue;
#define hvc_queue_dev(txq)		((struct net_device *)(txq))
#define netdev_get_tx_queue(dev, i)	((void)(i), (struct netdev_queue *)(dev))
#define netif_tx_start_queue(txq)	netif_start_queue(hvc_queue_dev(txq))
#define netif_tx_stop_queue(txq)	netif_stop_queue(hvc_queue_dev(txq))
#define netif_tx_wake_queue(txq)	netif_wake_queue(hvc_queue_dev(txq))
#define netif_tx_queue_stopped(txq)	netif_queue_stopped(hvc_queue_dev(txq))
#define netif_tx_wake_all_queues(dev)	netif_wake_queue(dev)
#define __netif_tx_lock(txq, cpu)	netif_tx_lock(hvc_queue_dev(txq))
#define __netif_tx_unlock(txq)		netif_tx_unlock(hvc_queue_dev(txq))
#define __netif_tx_lock_bh(txq)		netif_tx_lock_bh(hvc_queue_dev(txq))
#define __netif_tx_unlock_bh(txq)	netif_tx_unlock_bh(hvc_queue_dev(txq))
#endif

/* -------- polling: a tasklet -------- */

#if !HVC_NAPI_ENABLE_EXISTS
/* RHEL 5 has one of this name for something else. */
struct hvc_napi_struct {
	struct net_device *dev;
	int (*poll)(struct hvc_napi_struct *napi, int budget);
	/* Not 0: must not run. */
	int disabled;
	struct tasklet_struct tasklet;
};
#define napi_struct			hvc_napi_struct

void hvc_napi_add(struct net_device *dev, struct hvc_napi_struct *napi,
		  int (*poll)(struct hvc_napi_struct *napi, int budget));
void hvc_napi_schedule(struct hvc_napi_struct *napi);
void hvc_napi_enable(struct hvc_napi_struct *napi);
/* May sleep. */
void hvc_napi_disable(struct hvc_napi_struct *napi);

#undef napi_enable
#undef napi_disable
#undef napi_schedule
#undef napi_complete_done
#define netif_napi_add(dev, napi, poll)	hvc_napi_add(dev, napi, poll)
#define netif_napi_del(napi)		hvc_napi_disable(napi)
#define napi_schedule(napi)		hvc_napi_schedule(napi)
#define napi_enable(napi)		hvc_napi_enable(napi)
#define napi_disable(napi)		hvc_napi_disable(napi)
/* A poll that has not used up its budget has ended. */
#define napi_complete_done(napi, done)	({ (void)(napi); (void)(done); true; })
#endif

#endif /* HVC_LINUX_HV_NETDEV_OLD_H */
