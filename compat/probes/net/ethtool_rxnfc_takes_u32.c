// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_rxnfc takes an array of u32.
 *
 * Since: 3.2 (815c7db5c809)
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_rxnfc *, u32 *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_rxnfc *, u32 *))
{
	o->get_rxnfc = f;
}
