// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device has const operations for ethtool.
 *
 * Since: 2.6.19
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d, const struct ethtool_ops *o);
void hvc_probe(struct net_device *d, const struct ethtool_ops *o)
{
	d->ethtool_ops = o;
}
