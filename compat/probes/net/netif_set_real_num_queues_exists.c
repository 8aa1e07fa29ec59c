// SPDX-License-Identifier: GPL-2.0-only
/*
 * The number of queues in use can be changed for both directions, and that can fail.
 *
 * Since: 2.6.37
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d);
int hvc_probe(struct net_device *d)
{
	return netif_set_real_num_tx_queues(d, 1) ?: netif_set_real_num_rx_queues(d, 1);
}
