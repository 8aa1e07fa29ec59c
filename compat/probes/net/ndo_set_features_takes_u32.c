// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_set_features takes a set of 32 bits.
 *
 * Since: 2.6.39 to 3.2
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *, u32));
void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *, u32))
{
	o->ndo_set_features = f;
}
