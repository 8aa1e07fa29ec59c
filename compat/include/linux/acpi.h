/* SPDX-License-Identifier: GPL-2.0-only */
/* struct acpi_driver.ops.remove under one signature. */
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
#else
#define DEFINE_ACPI_REMOVE(op, fn)					\
	static int op(struct acpi_device *adev)				\
	{								\
		fn(adev);						\
		return 0;						\
	}
#endif

#endif /* HVC_LINUX_ACPI_H */
