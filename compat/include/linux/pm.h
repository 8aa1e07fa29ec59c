/* SPDX-License-Identifier: GPL-2.0-only */
/* Operations of power management; older kernels have other ones, not used. */
#ifndef HVC_LINUX_PM_H
#define HVC_LINUX_PM_H

#include_next <linux/pm.h>
#include <hvc_config.h>

#if !HVC_DEV_PM_OPS_EXISTS
struct device;

struct hvc_dev_pm_ops {
	int (*freeze_noirq)(struct device *dev);
	int (*thaw_noirq)(struct device *dev);
	int (*poweroff_noirq)(struct device *dev);
	int (*restore_noirq)(struct device *dev);
};

#define dev_pm_ops	hvc_dev_pm_ops
/* Members of an initialiser. */
#define PM_OPS(member, ops)
#else
#define PM_OPS(member, ops)	.member = (ops),
#endif

#endif /* HVC_LINUX_PM_H */
