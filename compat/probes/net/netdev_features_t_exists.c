// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets of features have the type netdev_features_t.
 *
 * Since: 3.3
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

netdev_features_t hvc_probe(struct net_device *d);
netdev_features_t hvc_probe(struct net_device *d)
{
	return d->features;
}
