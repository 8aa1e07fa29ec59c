// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_device_ops.ndo_change_mtu lies behind the members that are fixed.
 *
 * Since: RHEL 7.4 only
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *, int));
void hvc_probe(struct net_device_ops *o,
	       int (*f)(struct net_device *, int))
{
	o->extended.ndo_change_mtu = f;
}
