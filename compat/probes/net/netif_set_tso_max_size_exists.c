// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver limits segmentation with netif_set_tso_max_size().
 *
 * Since: 5.19 (14d7b8122fd5)
 */
#include <linux/netdevice.h>

void (*hvc_probe(void))(struct net_device *, unsigned int);
void (*hvc_probe(void))(struct net_device *, unsigned int)
{
	return netif_set_tso_max_size;
}
