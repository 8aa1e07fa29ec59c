// SPDX-License-Identifier: GPL-2.0-only
/*
 * netif_xmit_stopped() tells whether driver or byte limits have stopped a queue.
 *
 * Since: 3.3
 */
#include <linux/netdevice.h>

int hvc_probe(const struct netdev_queue *q);
int hvc_probe(const struct netdev_queue *q)
{
	return netif_xmit_stopped(q);
}
