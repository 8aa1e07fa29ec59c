// SPDX-License-Identifier: GPL-2.0-only
/*
 * acpi_resource_address64 keeps its range in a member called address.
 *
 * Since: 4.0 (a45de93eb10a)
 * Backports: RHEL 7
 */
#include <linux/acpi.h>

int hvc_probe(struct acpi_resource_address64 *a);
int hvc_probe(struct acpi_resource_address64 *a)
{
	return a->address.minimum != 0;
}
