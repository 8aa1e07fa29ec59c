// SPDX-License-Identifier: GPL-2.0-only
/* Break: a network function that came after all modelled kernels. */
#include <linux/netdevice.h>

void model_break(struct net_device *dev);
void model_break(struct net_device *dev)
{
#ifdef MODEL_MENDED
	netif_carrier_on(dev);
#else
	netdev_sw_irq_coalesce_default_on(dev);
#endif
}
