// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations for channels are in a second table, struct ethtool_ops_ext.
 *
 * Since: RHEL 6 only
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops_ext *o, int (*f)(struct net_device *, struct ethtool_channels *));
void hvc_probe(struct ethtool_ops_ext *o, int (*f)(struct net_device *, struct ethtool_channels *))
{
	o->set_channels = f;
}
