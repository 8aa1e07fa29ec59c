// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending a frame returns a netdev_tx_t.
 *
 * Since: 2.6.32
 */
#include <linux/netdevice.h>

netdev_tx_t hvc_probe(void);
netdev_tx_t hvc_probe(void)
{
	return NETDEV_TX_OK;
}
