// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_is_rx_handler_busy() tells whether a device has a handler of frames.
 *
 * Since: between 3.2 and 3.10
 * Backports: RHEL 7.3
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	return netdev_is_rx_handler_busy(d);
}
