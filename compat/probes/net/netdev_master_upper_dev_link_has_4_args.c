// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_master_upper_dev_link() takes what the upper device wants to be told.
 *
 * Since: 4.5, until 4.14
 * Backports: RHEL 7.3
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	return netdev_master_upper_dev_link(d, d, NULL, NULL);
}
