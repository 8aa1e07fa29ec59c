/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls of network devices under one signature. Macros only: kernel headers include this one. */
#ifndef HVC_LINUX_NETDEVICE_H
#define HVC_LINUX_NETDEVICE_H

#include_next <linux/netdevice.h>
#include <hvc_config.h>

#if !HVC_NETIF_NAPI_ADD_HAS_3_ARGS
#undef netif_napi_add
#define netif_napi_add(dev, napi, poll) \
	netif_napi_add(dev, napi, poll, NAPI_POLL_WEIGHT)
#endif

#if !HVC_NETIF_SET_TSO_MAX_SIZE_EXISTS
/* The limit was one for all kinds of segmentation, at most 65536. */
#define netif_set_tso_max_size(dev, size) \
	netif_set_gso_max_size(dev, min_t(unsigned int, size, GSO_MAX_SIZE))
#endif

#include <linux/hv_netdev_upper.h>

#endif /* HVC_LINUX_NETDEVICE_H */
