// SPDX-License-Identifier: GPL-2.0-only
/*
 * get_rxfh and set_rxfh are in a second table, struct ethtool_ops_ext.
 *
 * Since: RHEL 6 only
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops_ext *o, int (*f)(struct net_device *, const u32 *, const u8 *, const u8));
void hvc_probe(struct ethtool_ops_ext *o, int (*f)(struct net_device *, const u32 *, const u8 *, const u8))
{
	o->set_rxfh = f;
}
