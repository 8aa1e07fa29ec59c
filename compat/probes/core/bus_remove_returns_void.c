// SPDX-License-Identifier: GPL-2.0-only
/*
 * bus_type.remove returns nothing.
 *
 * Since: 5.15 (fc7a6209d571)
 */
#include <linux/device.h>

void (*hvc_probe(struct bus_type *b))(struct device *);
void (*hvc_probe(struct bus_type *b))(struct device *)
{
	return b->remove;
}
