// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops.get_rxnfc takes a pointer to anything.
 *
 * Since: 2.6.30, until 3.1
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_rxnfc *, void *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, struct ethtool_rxnfc *, void *))
{
	o->get_rxnfc = f;
}
