/* SPDX-License-Identifier: GPL-2.0-only */
/* Printing attributes, newest names; see lib/sysfs.c. */
#ifndef HVC_LINUX_SYSFS_H
#define HVC_LINUX_SYSFS_H

#include_next <linux/sysfs.h>
#include <hvc_config.h>

#if !HVC_SYSFS_EMIT_EXISTS
int hvc_sysfs_emit(char *buf, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
int hvc_sysfs_emit_at(char *buf, int at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define sysfs_emit	hvc_sysfs_emit
#define sysfs_emit_at	hvc_sysfs_emit_at
#endif

/* fn: umode_t (struct kobject *, struct attribute *, int), of struct attribute_group */
#if !HVC_IS_VISIBLE_EXISTS
/* These kernels show all attributes. */
#define DEFINE_ATTR_IS_VISIBLE(op, fn)					\
	static inline unsigned int op(struct kobject *kobj,		\
				      struct attribute *attr, int index) \
	{								\
		return fn(kobj, attr, index);				\
	}
#define ATTR_GROUP_IS_VISIBLE(op)
#elif HVC_IS_VISIBLE_RETURNS_UMODE_T
#define DEFINE_ATTR_IS_VISIBLE(op, fn)					\
	static umode_t op(struct kobject *kobj, struct attribute *attr, \
			  int index)					\
	{								\
		return fn(kobj, attr, index);				\
	}
#else
#define DEFINE_ATTR_IS_VISIBLE(op, fn)					\
	static mode_t op(struct kobject *kobj, struct attribute *attr,	\
			 int index)					\
	{								\
		return fn(kobj, attr, index);				\
	}
#endif

#if HVC_IS_VISIBLE_EXISTS
#define ATTR_GROUP_IS_VISIBLE(op)	.is_visible = (op),
#endif

#endif /* HVC_LINUX_SYSFS_H */
