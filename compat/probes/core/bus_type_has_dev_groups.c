// SPDX-License-Identifier: GPL-2.0-only
/*
 * A bus has groups of attributes for itself, its devices and its drivers.
 * Since: 3.12 (fa6fdb33b486, 12478ba077f6)
 */
#include <linux/device.h>

int hvc_probe(const struct bus_type *bus);
int hvc_probe(const struct bus_type *bus)
{
	return bus->bus_groups && bus->dev_groups && bus->drv_groups;
}
