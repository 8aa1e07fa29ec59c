// SPDX-License-Identifier: GPL-2.0-only
/*
 * A network device says which of its features the user may change.
 *
 * Since: 2.6.39
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	d->hw_features = d->wanted_features;
}
