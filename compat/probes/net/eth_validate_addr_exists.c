// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is eth_validate_addr().
 *
 * Since: 2.6.29
 */
#include <linux/etherdevice.h>

int (*hvc_probe(void))(struct net_device *);
int (*hvc_probe(void))(struct net_device *)
{
	return eth_validate_addr;
}
