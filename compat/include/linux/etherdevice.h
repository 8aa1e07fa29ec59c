/* SPDX-License-Identifier: GPL-2.0-only */
/* Ethernet devices and their addresses. */
#ifndef HVC_LINUX_ETHERDEVICE_H
#define HVC_LINUX_ETHERDEVICE_H

#include_next <linux/etherdevice.h>
#include <hvc_config.h>

#if !HVC_ETH_HW_ADDR_SET_EXISTS
#define eth_hw_addr_set(dev, addr)	memcpy((dev)->dev_addr, addr, ETH_ALEN)
#endif
#if !HVC_ETHER_ADDR_COPY_EXISTS
#define ether_addr_copy(to, from)	memcpy(to, from, ETH_ALEN)
#endif
#if !HVC_ETHER_ADDR_EQUAL_EXISTS
#define ether_addr_equal(a, b)		(!memcmp(a, b, ETH_ALEN))
#endif

#if !HVC_ALLOC_ETHERDEV_MQS_EXISTS
#if HVC_NETDEV_QUEUE_EXISTS
#define alloc_etherdev_mqs(size, tx, rx)	alloc_etherdev_mq(size, tx)
#else
/* lib/net.c */
#define alloc_etherdev_mqs(size, tx, rx)	hvc_alloc_etherdev(size)
#endif
#endif

/* lib/net.c */
#if !HVC_ETH_MAC_ADDR_CHANGE_EXISTS
int hvc_eth_prepare_mac_addr_change(struct net_device *dev, void *addr);
void hvc_eth_commit_mac_addr_change(struct net_device *dev, void *addr);
#define eth_prepare_mac_addr_change(dev, addr) \
	hvc_eth_prepare_mac_addr_change(dev, addr)
#define eth_commit_mac_addr_change(dev, addr) \
	hvc_eth_commit_mac_addr_change(dev, addr)
#endif
#if !HVC_ETH_VALIDATE_ADDR_EXISTS
int hvc_eth_validate_addr(struct net_device *dev);
#define eth_validate_addr		hvc_eth_validate_addr
#endif

#endif /* HVC_LINUX_ETHERDEVICE_H */
