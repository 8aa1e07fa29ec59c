// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device has groups of attributes of its own.
 * Since: 2.6.17
 */
#include <linux/device.h>

void *hvc_probe(struct device *dev);
void *hvc_probe(struct device *dev)
{
	return dev->groups;
}
