// SPDX-License-Identifier: GPL-2.0-only
/*
 * A type of kobject takes const operations.
 * Since: 2.6.34 (52cf25d0ab7f)
 * Backports: RHEL 6
 */
#include <linux/kobject.h>
#include <linux/sysfs.h>

void hvc_probe(struct kobj_type *type, const struct sysfs_ops *ops);
void hvc_probe(struct kobj_type *type, const struct sysfs_ops *ops)
{
	type->sysfs_ops = ops;
}
