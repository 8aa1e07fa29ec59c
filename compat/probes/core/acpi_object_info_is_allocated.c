// SPDX-License-Identifier: GPL-2.0-only
/*
 * acpi_get_object_info() allocates its result.
 * Since: 2.6.32 (15b8dd53f5ff)
 */
#include <linux/acpi.h>

acpi_status hvc_probe(acpi_handle handle, struct acpi_device_info **info);
acpi_status hvc_probe(acpi_handle handle, struct acpi_device_info **info)
{
	return acpi_get_object_info(handle, info);
}
