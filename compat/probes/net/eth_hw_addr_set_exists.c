// SPDX-License-Identifier: GPL-2.0-only
/*
 * The address of a device is written with eth_hw_addr_set().
 *
 * Since: 5.15 (48eab831ae8b)
 * Backports: 5.10 stable
 */
#include <linux/etherdevice.h>

void hvc_probe(struct net_device *d, const u8 *a);
void hvc_probe(struct net_device *d, const u8 *a)
{
	eth_hw_addr_set(d, a);
}
