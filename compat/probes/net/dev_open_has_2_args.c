// SPDX-License-Identifier: GPL-2.0-only
/*
 * dev_open() takes a place for the reason of a failure.
 *
 * Since: 5.0 (00f54e68924e)
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	return dev_open(d, NULL);
}
