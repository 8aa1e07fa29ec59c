// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_master_upper_dev_link() takes the two devices.
 *
 * Since: 3.9 (9ff162a8b96c), until 4.4
 * Backports: RHEL 7.0
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	return netdev_master_upper_dev_link(d, d);
}
