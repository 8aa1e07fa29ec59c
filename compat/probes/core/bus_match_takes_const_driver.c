// SPDX-License-Identifier: GPL-2.0-only
/*
 * bus_type.match takes a const struct device_driver.
 *
 * Since: 6.11 (d69d80484598)
 */
#include <linux/device.h>

int (*hvc_probe(struct bus_type *b))(struct device *, const struct device_driver *);
int (*hvc_probe(struct bus_type *b))(struct device *, const struct device_driver *)
{
	return b->match;
}
