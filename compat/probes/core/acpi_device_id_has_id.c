// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver of an ACPI device has a table of ids.
 * Since: 2.6.23 (1ba90e3a87c4)
 */
#include <linux/mod_devicetable.h>

const void *hvc_probe(const struct acpi_device_id *id);
const void *hvc_probe(const struct acpi_device_id *id)
{
	return id->id;
}
