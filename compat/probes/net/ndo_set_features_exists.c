// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops has ndo_fix_features and ndo_set_features.
 *
 * Since: 2.6.39
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *, netdev_features_t));
void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *, netdev_features_t))
{
	o->ndo_set_features = f;
}
