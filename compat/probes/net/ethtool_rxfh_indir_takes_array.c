// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_rxfh_indir and set_rxfh_indir take the table of the hash as an array.
 *
 * Since: 3.3 (7850f63f1620), until 3.15
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const u32 *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const u32 *))
{
	o->set_rxfh_indir = f;
}
