// SPDX-License-Identifier: GPL-2.0-only
/*
 * The neighbours of a device are told of it with netdev_notify_peers().
 *
 * Since: 3.7 (ee89bab14e85)
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	netdev_notify_peers(d);
}
