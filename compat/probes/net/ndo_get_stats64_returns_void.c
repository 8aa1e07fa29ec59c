// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_get_stats64 returns nothing.
 *
 * Since: 4.11 (bc1f44709cf2)
 * Backports: RHEL 7.5
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       void (*f)(struct net_device *, struct rtnl_link_stats64 *));
void hvc_probe(struct net_device_ops *o,
	       void (*f)(struct net_device *, struct rtnl_link_stats64 *))
{
	o->ndo_get_stats64 = f;
}
