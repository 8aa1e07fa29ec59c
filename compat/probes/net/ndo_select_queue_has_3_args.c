// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_select_queue gets the subordinate device and nothing else.
 *
 * Since: 5.2 (a350eccee583)
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, struct net_device *));
void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, struct net_device *))
{
	o->ndo_select_queue = f;
}
