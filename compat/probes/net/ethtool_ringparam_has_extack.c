// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_ringparam and set_ringparam have four arguments.
 *
 * Since: 5.17 (74624944bf5b)
 */
#include <linux/ethtool.h>
#include <linux/netlink.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_ringparam *,
	       struct kernel_ethtool_ringparam *, struct netlink_ext_ack *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_ringparam *,
	       struct kernel_ethtool_ringparam *, struct netlink_ext_ack *))
{
	o->set_ringparam = f;
}
