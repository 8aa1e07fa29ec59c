// SPDX-License-Identifier: GPL-2.0-only
/*
 * The number of transmit queues in use can be changed, and nobody says whether that failed.
 *
 * Since: 2.6.36; RHEL 6 has it for good
 */
#include <linux/netdevice.h>

void (*hvc_probe(void))(struct net_device *, unsigned int);
void (*hvc_probe(void))(struct net_device *, unsigned int)
{
	return netif_set_real_num_tx_queues;
}
