// SPDX-License-Identifier: GPL-2.0-only
/*
 * The handler of frames is in struct net_device itself.
 *
 * Since: 2.6.36
 */
#include <linux/netdevice.h>

void *hvc_probe(struct net_device *d);
void *hvc_probe(struct net_device *d)
{
	return d->rx_handler ? d->rx_handler_data : NULL;
}
