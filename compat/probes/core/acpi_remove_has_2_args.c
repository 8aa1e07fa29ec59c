// SPDX-License-Identifier: GPL-2.0-only
/*
 * acpi_device_ops.remove takes the type of removal.
 *
 * Since: before 2.6.18, until 3.8 (51fac8388a03)
 */
#include <linux/acpi.h>

void hvc_probe(struct acpi_device_ops *o,
	       int (*fn)(struct acpi_device *, int));
void hvc_probe(struct acpi_device_ops *o,
	       int (*fn)(struct acpi_device *, int))
{
	o->remove = fn;
}
