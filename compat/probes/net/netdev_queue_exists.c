// SPDX-License-Identifier: GPL-2.0-only
/*
 * A network device has several transmit queues.
 *
 * Since: 2.6.27 (e8a0464cc950)
 */
#include <linux/netdevice.h>

struct netdev_queue *hvc_probe(struct net_device *d);
struct netdev_queue *hvc_probe(struct net_device *d)
{
	return netdev_get_tx_queue(d, 0);
}
