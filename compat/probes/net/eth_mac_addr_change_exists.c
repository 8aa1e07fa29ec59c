// SPDX-License-Identifier: GPL-2.0-only
/*
 * A change of the address has two steps.
 *
 * Since: 3.10
 */
#include <linux/etherdevice.h>

int hvc_probe(struct net_device *d, void *a);
int hvc_probe(struct net_device *d, void *a)
{
	eth_commit_mac_addr_change(d, a);
	return eth_prepare_mac_addr_change(d, a);
}
