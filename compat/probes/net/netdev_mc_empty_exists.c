// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_mc_empty() tells whether a device wants no group addresses.
 *
 * Since: 2.6.34
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

bool hvc_probe(struct net_device *d);
bool hvc_probe(struct net_device *d)
{
	return netdev_mc_empty(d);
}
