// SPDX-License-Identifier: GPL-2.0-only
/*
 * A network device says which of its features devices on top of it have.
 *
 * Since: 2.6.27
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	d->vlan_features = 0;
}
