// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_master_upper_dev_link() takes a place for the reason of a failure.
 *
 * Since: 4.15 (42ab19ee9029)
 */
#include <linux/netdevice.h>

struct netlink_ext_ack;
int hvc_probe(struct net_device *d, struct netlink_ext_ack *a);
int hvc_probe(struct net_device *d, struct netlink_ext_ack *a)
{
	return netdev_master_upper_dev_link(d, d, NULL, NULL, a);
}
