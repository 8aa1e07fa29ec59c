// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_select_queue gets private data and nothing to fall back to.
 *
 * Since: 3.13 (f663dd9aaf9e)
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, void *));
void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, void *))
{
	o->ndo_select_queue = f;
}
