// SPDX-License-Identifier: GPL-2.0-only
/*
 * driver_attach() tells whether it failed.
 * Since: 2.6.20
 */
#include <linux/device.h>

int hvc_probe(struct device_driver *drv);
int hvc_probe(struct device_driver *drv)
{
	return driver_attach(drv);
}
