// SPDX-License-Identifier: GPL-2.0-only
/*
 * platform_driver.remove returns nothing.
 *
 * Since: 6.11 (0edb555a65d1)
 */
#include <linux/platform_device.h>

void (*hvc_probe(struct platform_driver *d))(struct platform_device *);
void (*hvc_probe(struct platform_driver *d))(struct platform_device *)
{
	return d->remove;
}
