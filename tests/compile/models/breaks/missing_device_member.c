// SPDX-License-Identifier: GPL-2.0-only
/* Break: a member that devices of these kernels lack. */
#include <linux/device.h>

int model_break(struct device *dev);
int model_break(struct device *dev)
{
#ifdef MODEL_MENDED
	return dev->parent != 0;
#else
	return dev->removable;
#endif
}
