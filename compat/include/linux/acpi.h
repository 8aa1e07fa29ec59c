/* SPDX-License-Identifier: GPL-2.0-only */
/* The driver of an ACPI device and the ranges of addresses, newest form. */
#ifndef HVC_LINUX_ACPI_H
#define HVC_LINUX_ACPI_H

#include_next <linux/acpi.h>
#include <hvc_config.h>

/* DEFINE_ACPI_REMOVE(op, fn): fn: void (struct acpi_device *) */
#if HVC_ACPI_REMOVE_RETURNS_VOID
#define DEFINE_ACPI_REMOVE(op, fn)					\
	static void op(struct acpi_device *adev)			\
	{								\
		fn(adev);						\
	}
#elif HVC_ACPI_REMOVE_HAS_2_ARGS
#define DEFINE_ACPI_REMOVE(op, fn)					\
	static int op(struct acpi_device *adev, int type)		\
	{								\
		fn(adev);						\
		return 0;						\
	}
#else
#define DEFINE_ACPI_REMOVE(op, fn)					\
	static int op(struct acpi_device *adev)				\
	{								\
		fn(adev);						\
		return 0;						\
	}
#endif

/*
 * ACPI_DRIVER_IDS() sets the ids; an old driver has one text, and the first id of
 * the table begins with it. ACPI_DRIVER_OPS() does the driver model's part.
 */
#if HVC_ACPI_DEVICE_ID_HAS_ID
#define ACPI_DRIVER_IDS(table)		.ids = (table),
#else
struct hvc_acpi_device_id {
	char id[16];
	unsigned long driver_data;
};

#define acpi_device_id			hvc_acpi_device_id
#define ACPI_DRIVER_IDS(table)		.ids = (char *)(table),
#endif
#if HVC_ACPI_DRIVER_HAS_DRV
#define ACPI_DRIVER_NO_UNBIND		.drv.suppress_bind_attrs = true,
#define acpi_device_parent(adev)	(&(adev)->dev)
#else
/* Not registered, even where it is there: nothing can be its child. */
#define ACPI_DRIVER_NO_UNBIND
#define acpi_device_parent(adev)	((struct device *)NULL)
#endif

/* ACPI_INFO_HID(): the hardware id in the result of acpi_get_object_info() */
#if HVC_ACPI_OBJECT_INFO_IS_ALLOCATED
#define ACPI_INFO_HID(info)		((info)->hardware_id.string)
#else
static inline acpi_status
hvc_acpi_get_object_info(acpi_handle handle, struct acpi_device_info **info)
{
	struct acpi_buffer buffer = { ACPI_ALLOCATE_BUFFER, NULL };
	acpi_status status = acpi_get_object_info(handle, &buffer);

	*info = buffer.pointer;
	return status;
}

#define acpi_get_object_info(handle, info) \
	hvc_acpi_get_object_info(handle, info)
#define ACPI_INFO_HID(info)		((char *)(info)->hardware_id.value)
#endif

#if !HVC_ACPI_ADDRESS64_HAS_ADDRESS
/* Of the kernel's structure only what is used, in the newest shape. */
struct hvc_acpi_address64 {
	u8 resource_type;
	struct {
		u64 minimum;
		u64 maximum;
		u64 address_length;
	} address;
};

static inline acpi_status
hvc_acpi_resource_to_address64(struct acpi_resource *res,
			       struct hvc_acpi_address64 *out)
{
	struct acpi_resource_address64 raw;
	acpi_status status = acpi_resource_to_address64(res, &raw);

	if (ACPI_FAILURE(status))
		return status;
	out->resource_type = raw.resource_type;
	out->address.minimum = raw.minimum;
	out->address.maximum = raw.maximum;
	out->address.address_length = raw.address_length;
	return status;
}

#define acpi_resource_address64	hvc_acpi_address64
#define acpi_resource_to_address64(res, out) \
	hvc_acpi_resource_to_address64(res, out)
#endif

#if !HVC_EXPORTED_ACPI_GET_SLEEP_TYPE_DATA || !HVC_DEV_PM_OPS_EXISTS
/* Not for modules, or nobody to prepare us: it counts as unable to hibernate. */
#define acpi_get_sleep_type_data(state, a, b)	((void)(a), (void)(b), AE_NOT_FOUND)
#endif

#endif /* HVC_LINUX_ACPI_H */
