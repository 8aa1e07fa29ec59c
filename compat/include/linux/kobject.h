/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes of a type of kobject as groups. */
#ifndef HVC_LINUX_KOBJECT_H
#define HVC_LINUX_KOBJECT_H

#include_next <linux/kobject.h>
#include <hvc_config.h>

struct attribute_group;

/*
 * KOBJ_TYPE_INIT(ops, groups) sets operations and groups in a struct kobj_type.
 * Where the type has no groups, kobject_add_groups() makes the attributes after
 * kobject_add(); they vanish with the directory.
 */
#if HVC_KOBJ_TYPE_HAS_DEFAULT_GROUPS
#define KOBJ_TYPE_INIT(ops, groups)					\
	.sysfs_ops = (ops),						\
	.default_groups = (groups)
#define kobject_add_groups(kobj, groups)	0
#else
#if HVC_KOBJ_TYPE_HAS_CONST_OPS
#define KOBJ_TYPE_INIT(ops, groups)					\
	.sysfs_ops = (ops)
#else
#define KOBJ_TYPE_INIT(ops, groups)					\
	.sysfs_ops = (struct sysfs_ops *)(ops)
#endif
/* May sleep. 0 or the error of the first group that failed. lib/groups.c */
int hvc_kobject_add_groups(struct kobject *kobj,
			   const struct attribute_group **groups);
#define kobject_add_groups(kobj, groups) \
	hvc_kobject_add_groups(kobj, groups)
#endif

#endif /* HVC_LINUX_KOBJECT_H */
