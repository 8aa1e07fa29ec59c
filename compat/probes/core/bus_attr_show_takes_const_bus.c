// SPDX-License-Identifier: GPL-2.0-only
/*
 * bus_attribute.show takes a const struct bus_type.
 *
 * Since: 6.4 (75cff725d956)
 */
#include <linux/device.h>

ssize_t (*hvc_probe(struct bus_attribute *a))(const struct bus_type *, char *);
ssize_t (*hvc_probe(struct bus_attribute *a))(const struct bus_type *, char *)
{
	return a->show;
}
