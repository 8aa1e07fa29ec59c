// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver knows the name of its module.
 * Since: 2.6.21
 */
#include <linux/device.h>

void hvc_probe(struct device_driver *drv);
void hvc_probe(struct device_driver *drv)
{
	drv->mod_name = "x";
}
