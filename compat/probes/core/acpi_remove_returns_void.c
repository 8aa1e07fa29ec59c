// SPDX-License-Identifier: GPL-2.0-only
/*
 * acpi_device_ops.remove returns nothing.
 *
 * Since: 6.2 (6c0eb5ba3500)
 */
#include <linux/acpi.h>

void (*hvc_probe(struct acpi_driver *d))(struct acpi_device *);
void (*hvc_probe(struct acpi_driver *d))(struct acpi_device *)
{
	return d->ops.remove;
}
