// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_rxfh and set_rxfh have table and key of the hash.
 *
 * Since: 3.16 (fe62d001372e), until 3.19
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const u32 *, const u8 *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const u32 *, const u8 *))
{
	o->set_rxfh = f;
}
