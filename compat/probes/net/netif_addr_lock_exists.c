// SPDX-License-Identifier: GPL-2.0-only
/*
 * The addresses of a device have a lock of their own.
 *
 * Since: 2.6.27
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	netif_addr_lock_bh(d);
	netif_addr_unlock_bh(d);
}
