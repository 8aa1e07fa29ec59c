// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_rxfh and set_rxfh take a struct ethtool_rxfh_param.
 *
 * Since: 6.8 (fb6e30a72539)
 */
#include <linux/ethtool.h>
#include <linux/netlink.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_rxfh_param *,
	       struct netlink_ext_ack *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_rxfh_param *,
	       struct netlink_ext_ack *))
{
	o->set_rxfh = f;
}
