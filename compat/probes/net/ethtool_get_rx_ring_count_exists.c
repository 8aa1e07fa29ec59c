// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops has get_rx_ring_count.
 *
 * Since: between 6.13 and 7.2
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, u32 (*f)(struct net_device *));
void hvc_probe(struct ethtool_ops *o, u32 (*f)(struct net_device *))
{
	o->get_rx_ring_count = f;
}
