// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues have byte limits.
 *
 * Since: 3.3
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

void hvc_probe(struct netdev_queue *q);
void hvc_probe(struct netdev_queue *q)
{
	netdev_tx_sent_queue(q, 1);
	netdev_tx_completed_queue(q, 1, 1);
	netdev_tx_reset_queue(q);
}
