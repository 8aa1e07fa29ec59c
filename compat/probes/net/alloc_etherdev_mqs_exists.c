// SPDX-License-Identifier: GPL-2.0-only
/*
 * An Ethernet device is made with alloc_etherdev_mqs().
 *
 * Since: 2.6.38 (36909ea43814)
 */
#include <linux/etherdevice.h>

struct net_device *hvc_probe(void);
struct net_device *hvc_probe(void)
{
	return alloc_etherdev_mqs(8, 2, 2);
}
