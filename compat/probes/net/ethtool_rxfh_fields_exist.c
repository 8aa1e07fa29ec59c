// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops has get_rxfh_fields and set_rxfh_fields.
 *
 * Since: 6.17 (9bb00786fc61)
 * Backports: 6.12 stable
 */
#include <linux/ethtool.h>
#include <linux/netlink.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const struct ethtool_rxfh_fields *,
	       struct netlink_ext_ack *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const struct ethtool_rxfh_fields *,
	       struct netlink_ext_ack *))
{
	o->set_rxfh_fields = f;
}
