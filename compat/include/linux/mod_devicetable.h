/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The id of a VMBus device. Older kernels have none, or one whose GUID is an
 * array of bytes; in memory, where modpost reads it, all are the same.
 */
#ifndef HVC_LINUX_MOD_DEVICETABLE_H
#define HVC_LINUX_MOD_DEVICETABLE_H

#include_next <linux/mod_devicetable.h>

#ifdef __KERNEL__
#include <hvc_config.h>

#if !HVC_VMBUS_DEVICE_ID_HAS_GUID
#include <linux/uuid.h>

struct hvc_vmbus_device_id {
	guid_t guid;
	kernel_ulong_t driver_data __attribute__((aligned(sizeof(kernel_ulong_t))));
};

/* There are trees in which the two names are one. */
#undef vmbus_device_id
#define hv_vmbus_device_id	hvc_vmbus_device_id

/* The name that MODULE_DEVICE_TABLE(vmbus, ...) of these kernels asks for. */
struct vmbus_device_id {
	struct hvc_vmbus_device_id id;
};
#endif
#endif

#endif /* HVC_LINUX_MOD_DEVICETABLE_H */
