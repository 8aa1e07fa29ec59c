// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_update_features() finds out anew which features can be on.
 *
 * Since: 2.6.39
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	netdev_update_features(d);
}
