// SPDX-License-Identifier: GPL-2.0-only
/*
 * A network device has room for plain statistics.
 *
 * Since: 2.6.29
 */
#include <linux/netdevice.h>

struct net_device_stats *hvc_probe(struct net_device *d);
struct net_device_stats *hvc_probe(struct net_device *d)
{
	return &d->stats;
}
