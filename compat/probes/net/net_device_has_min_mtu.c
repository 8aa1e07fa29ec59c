// SPDX-License-Identifier: GPL-2.0-only
/*
 * A network device says which MTUs it takes.
 *
 * Since: 4.10 (61e84623ace3)
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	d->max_mtu = d->min_mtu;
}
