// SPDX-License-Identifier: GPL-2.0-only
/*
 * A network device says in its second structure which MTUs it takes.
 *
 * Since: RHEL 7.4 only
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	d->extended->max_mtu = d->extended->min_mtu;
}
