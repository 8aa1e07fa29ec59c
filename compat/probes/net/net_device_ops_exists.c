// SPDX-License-Identifier: GPL-2.0-only
/*
 * The operations of a network device are a struct net_device_ops.
 *
 * Since: 2.6.29
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *));
void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *))
{
	o->ndo_open = f;
}
