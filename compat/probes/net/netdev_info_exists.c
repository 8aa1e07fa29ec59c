// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages about a network device have netdev_info() and the like.
 *
 * Since: 2.6.34
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	netdev_info(d, "x\n");
	netdev_warn(d, "x\n");
	netdev_err(d, "x\n");
}
