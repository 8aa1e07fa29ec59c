// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops has get_channels and set_channels.
 *
 * Since: 3.0
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_channels *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_channels *))
{
	o->set_channels = f;
}
