// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_get_stats64 returns what it was given.
 *
 * Since: 2.6.36, until 4.10
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       struct rtnl_link_stats64 *(*f)(struct net_device *, struct rtnl_link_stats64 *));
void hvc_probe(struct net_device_ops *o,
	       struct rtnl_link_stats64 *(*f)(struct net_device *, struct rtnl_link_stats64 *))
{
	o->ndo_get_stats64 = f;
}
