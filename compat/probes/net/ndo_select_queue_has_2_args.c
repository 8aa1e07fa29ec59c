// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_select_queue gets device and frame only.
 *
 * Since: 2.6.29 to 3.12
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *));
void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *))
{
	o->ndo_select_queue = f;
}
