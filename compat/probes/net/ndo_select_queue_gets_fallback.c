// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_select_queue gets private data and a function to fall back to.
 *
 * Since: 3.14 (99932d4fc03a), until 4.18
 * Backports: RHEL 7
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, void *, select_queue_fallback_t));
void hvc_probe(struct net_device_ops *o,
	       u16 (*f)(struct net_device *, struct sk_buff *, void *, select_queue_fallback_t))
{
	o->ndo_select_queue = f;
}
