// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations that came late are in a struct net_device_ops_ext.
 *
 * Since: RHEL 6 only
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d, struct net_device_ops_ext *o);
void hvc_probe(struct net_device *d, struct net_device_ops_ext *o)
{
	set_netdev_ops_ext(d, o);
}
