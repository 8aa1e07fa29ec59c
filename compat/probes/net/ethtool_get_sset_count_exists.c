// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops counts strings of any set with get_sset_count.
 *
 * Since: 2.6.24
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, int));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, int))
{
	o->get_sset_count = f;
}
