/* SPDX-License-Identifier: GPL-2.0-only */
/* struct platform_driver.remove under one signature. */
#ifndef HVC_LINUX_PLATFORM_DEVICE_H
#define HVC_LINUX_PLATFORM_DEVICE_H

#include_next <linux/platform_device.h>
#include <hvc_config.h>

/* DEFINE_PLATFORM_REMOVE(op, fn): fn: void (struct platform_device *) */
#if HVC_PLATFORM_REMOVE_RETURNS_VOID
#define DEFINE_PLATFORM_REMOVE(op, fn)					\
	static void op(struct platform_device *pdev)			\
	{								\
		fn(pdev);						\
	}
#else
#define DEFINE_PLATFORM_REMOVE(op, fn)					\
	static int op(struct platform_device *pdev)			\
	{								\
		fn(pdev);						\
		return 0;						\
	}
#endif

#endif /* HVC_LINUX_PLATFORM_DEVICE_H */
