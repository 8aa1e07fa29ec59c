// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver of an ACPI device is a driver of the driver model.
 * Since: 2.6.20
 */
#include <linux/acpi.h>

void hvc_probe(struct acpi_driver *p);
void hvc_probe(struct acpi_driver *p)
{
	p->drv.suppress_bind_attrs = 1;
}
