/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A device above another: handlers of frames, masters, notifiers, addresses that
 * are passed on. Included by <linux/netdevice.h>. Macros only, but where a macro
 * of the kernel has to be got rid of.
 *
 * NETDEV_RX_HANDLERS is defined where frames of a device can be diverted at all.
 */
#ifndef HVC_LINUX_HV_NETDEV_UPPER_H
#define HVC_LINUX_HV_NETDEV_UPPER_H

#include <hvc_config.h>

#if HVC_RX_HANDLER_GETS_PSKB
#define NETDEV_RX_HANDLERS

/* What belongs to the handler of @dev; within it. */
#if HVC_NET_DEVICE_HAS_RX_HANDLER
#define netdev_rx_handler_data(dev)	rcu_dereference((dev)->rx_handler_data)
#define HVC_RX_HANDLER(dev)		((dev)->rx_handler)
#else
#define netdev_rx_handler_data(dev) \
	rcu_dereference(netdev_extended(dev)->rx_handler_data)
#define HVC_RX_HANDLER(dev)		(netdev_extended(dev)->rx_handler)
#endif

#if !HVC_NETDEV_IS_RX_HANDLER_BUSY_EXISTS
#define netdev_is_rx_handler_busy(dev)	(rtnl_dereference(HVC_RX_HANDLER(dev)) != NULL)
#endif

/* Masters. */
#if HVC_NETDEV_MASTER_UPPER_DEV_LINK_HAS_4_ARGS
static inline int hvc_master_upper_dev_link(struct net_device *dev,
					    struct net_device *upper)
{
	return netdev_master_upper_dev_link(dev, upper, NULL, NULL);
}

#undef netdev_master_upper_dev_link
#define netdev_master_upper_dev_link(dev, upper, priv, info, extack) \
	hvc_master_upper_dev_link(dev, upper)
#elif HVC_NETDEV_MASTER_UPPER_DEV_LINK_HAS_2_ARGS
#define netdev_master_upper_dev_link(dev, upper, priv, info, extack) \
	netdev_master_upper_dev_link(dev, upper)
#elif !HVC_NETDEV_MASTER_UPPER_DEV_LINK_HAS_5_ARGS
/* One master, and a member for it. */
#define netdev_master_upper_dev_link(dev, upper, priv, info, extack) \
	netdev_set_master(dev, upper)
#define netdev_upper_dev_unlink(dev, upper)	netdev_set_master(dev, NULL)
#define netdev_master_upper_dev_get(dev)	((dev)->master)
#endif

#if !HVC_NETIF_IS_BOND_MASTER_EXISTS
#define netif_is_bond_master(dev) \
	(((dev)->flags & IFF_MASTER) && ((dev)->priv_flags & IFF_BONDING))
#endif
#if !HVC_IS_VLAN_DEV_EXISTS
#define is_vlan_dev(dev)		(((dev)->priv_flags & IFF_802_1Q_VLAN) != 0)
#endif

/* Notifiers. */
#if !HVC_NOTIFIER_INFO_TO_DEV_EXISTS
#define netdev_notifier_info_to_dev(info)	((struct net_device *)(info))
#endif
#if HVC_REGISTER_NETDEVICE_NOTIFIER_RH_EXISTS
/* The plain one is for modules that get the device. */
#define register_netdevice_notifier(nb)	register_netdevice_notifier_rh(nb)
#define unregister_netdevice_notifier(nb) \
	unregister_netdevice_notifier_rh(nb)
#endif
#if !HVC_NETDEV_JOIN_EXISTS
/* An event that nobody there knows. */
#define NETDEV_JOIN			0
#endif

#if !HVC_DEV_OPEN_HAS_2_ARGS
#define dev_open(dev, extack)		dev_open(dev)
/* The same change brought it there. */
#define dev_set_mac_address(dev, addr, extack)	dev_set_mac_address(dev, addr)
#endif

#if !HVC_DEV_UC_SYNC_EXISTS
#define dev_uc_sync(to, from)		dev_unicast_sync(to, from)
#define dev_uc_unsync(to, from)		dev_unicast_unsync(to, from)
#endif

#ifndef netdev_alloc_pcpu_stats
#define netdev_alloc_pcpu_stats(type)	alloc_percpu(type)
#endif
#endif /* HVC_RX_HANDLER_GETS_PSKB */

/* Where there is neither, the neighbours find out by themselves. */
#if HVC_NETIF_NOTIFY_PEERS_EXISTS
#define netdev_notify_peers(dev)	netif_notify_peers(dev)
#elif !HVC_NETDEV_NOTIFY_PEERS_EXISTS
#define netdev_notify_peers(dev)	((void)(dev))
#endif

#endif /* HVC_LINUX_HV_NETDEV_UPPER_H */
