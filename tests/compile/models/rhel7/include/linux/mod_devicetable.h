/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/mod_devicetable.h>. */
#ifndef MODEL_LINUX_MOD_DEVICETABLE_H
#define MODEL_LINUX_MOD_DEVICETABLE_H

#include <linux/uuid.h>

struct acpi_device_id {
	__u8 id[16];
	kernel_ulong_t driver_data;
};

struct hv_vmbus_device_id {
	uuid_le guid;
	kernel_ulong_t driver_data;
};

#endif /* MODEL_LINUX_MOD_DEVICETABLE_H */
