// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_rxfh and set_rxfh have table, key and function of the hash.
 *
 * Since: 4.0 (892311f66f24), until 6.7
 * Backports: RHEL 7.2
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const u32 *, const u8 *, const u8));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const u32 *, const u8 *, const u8))
{
	o->set_rxfh = f;
}
