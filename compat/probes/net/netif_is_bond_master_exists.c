// SPDX-License-Identifier: GPL-2.0-only
/*
 * netif_is_bond_master() tells whether a device joins others.
 *
 * Since: 3.10 or so
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	return netif_is_bond_master(d);
}
