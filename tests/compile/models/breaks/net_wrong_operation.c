// SPDX-License-Identifier: GPL-2.0-only
/* Break: an operation of ethtool with the arguments of newer kernels. */
#include <linux/netdevice.h>
#include <linux/ethtool.h>

struct model_more;
static int model_set(struct net_device *dev, struct ethtool_ringparam *ring)
{
	return 0;
}

static int model_new_set(struct net_device *dev, struct ethtool_ringparam *ring,
			 struct model_more *more, void *reason)
{
	return 0;
}

void model_break(struct ethtool_ops *ops);
void model_break(struct ethtool_ops *ops)
{
	(void)model_set;
	(void)model_new_set;
#ifdef MODEL_MENDED
	ops->set_ringparam = model_set;
#else
	ops->set_ringparam = model_new_set;
#endif
}
