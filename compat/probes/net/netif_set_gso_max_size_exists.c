// SPDX-License-Identifier: GPL-2.0-only
/*
 * The size of frames to be segmented can be limited.
 *
 * Since: 2.6.26
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	netif_set_gso_max_size(d, 65536);
}
