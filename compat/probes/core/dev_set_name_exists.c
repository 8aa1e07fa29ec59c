// SPDX-License-Identifier: GPL-2.0-only
/*
 * dev_set_name() gives a device a name of any length.
 * Since: 2.6.26
 */
#include <linux/device.h>

int hvc_probe(struct device *dev);
int hvc_probe(struct device *dev)
{
	return dev_set_name(dev, "%d", 1);
}
