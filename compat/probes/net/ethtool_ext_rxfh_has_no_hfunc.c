// SPDX-License-Identifier: GPL-2.0-only
/*
 * get_rxfh and set_rxfh of struct ethtool_ops_ext have table and key of the hash.
 *
 * Since: RHEL 6 only, before 6.8
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops_ext *o, int (*f)(struct net_device *, u32 *, u8 *));
void hvc_probe(struct ethtool_ops_ext *o, int (*f)(struct net_device *, u32 *, u8 *))
{
	o->set_rxfh = f;
}
