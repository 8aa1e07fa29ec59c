// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_rxfh_indir and set_rxfh_indir take a struct ethtool_rxfh_indir.
 *
 * Since: 2.6.36, until 3.2
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const struct ethtool_rxfh_indir *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const struct ethtool_rxfh_indir *))
{
	o->set_rxfh_indir = f;
}
