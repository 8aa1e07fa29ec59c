// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_select_queue gets the subordinate device and a function to fall back to.
 *
 * Since: 4.19 (4f49dec9075a), until 5.1
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, struct net_device *, select_queue_fallback_t));
void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, struct net_device *, select_queue_fallback_t))
{
	o->ndo_select_queue = f;
}
