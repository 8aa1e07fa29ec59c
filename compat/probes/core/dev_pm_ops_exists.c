// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power management of devices is a struct dev_pm_ops with noirq phases.
 *
 * Since: 2.6.30 (d1616302519a)
 */
#include <linux/device.h>
#include <linux/pm.h>

void hvc_probe(struct dev_pm_ops *o, int (*fn)(struct device *));
void hvc_probe(struct dev_pm_ops *o, int (*fn)(struct device *))
{
	o->freeze_noirq = fn;
}
