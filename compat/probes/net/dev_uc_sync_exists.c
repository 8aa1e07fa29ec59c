// SPDX-License-Identifier: GPL-2.0-only
/*
 * The unicast addresses of a device are passed on with dev_uc_sync().
 *
 * Since: 2.6.35
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	dev_uc_unsync(d, d);
	return dev_uc_sync(d, d);
}
