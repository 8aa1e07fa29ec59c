// SPDX-License-Identifier: GPL-2.0-only
/* Break: a member that network devices of these kernels lack. */
#include <linux/netdevice.h>

unsigned int model_break(struct net_device *dev);
unsigned int model_break(struct net_device *dev)
{
#ifdef MODEL_MENDED
	return dev->mtu;
#else
	return dev->max_mtu;
#endif
}
