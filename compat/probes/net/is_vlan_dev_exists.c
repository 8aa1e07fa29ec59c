// SPDX-License-Identifier: GPL-2.0-only
/*
 * is_vlan_dev() tells whether a device is a VLAN of another.
 *
 * Since: 3.0
 * Backports: RHEL 5 and 6
 */
#include <linux/if_vlan.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	return is_vlan_dev(d);
}
