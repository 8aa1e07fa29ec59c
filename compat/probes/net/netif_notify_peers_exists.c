// SPDX-License-Identifier: GPL-2.0-only
/*
 * The neighbours of a device are told of it with netif_notify_peers().
 *
 * Since: 2.6.36, until 3.6
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	netif_notify_peers(d);
}
