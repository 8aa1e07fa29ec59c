/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes of a type of kobject as groups. */
#ifndef HVC_LINUX_KOBJECT_H
#define HVC_LINUX_KOBJECT_H

#include_next <linux/kobject.h>
#include <hvc_config.h>
#include <linux/errno.h>

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

#if !HVC_UEVENT_ENV_EXISTS
/* The array and the buffer that these kernels hand over, in one. */
struct hvc_uevent_env {
	char **envp;
	int count;
	char *buffer;
	int size;
	int used;
	int length;
};

#define kobj_uevent_env	hvc_uevent_env
#define add_uevent_var(env, fmt, args...)				\
	add_uevent_var((env)->envp, (env)->count, &(env)->used,		\
		       (env)->buffer, (env)->size, &(env)->length, fmt, ##args)
#endif

#if !HVC_KOBJECT_UEVENT_ENV_EXISTS
/* The event without its variables. */
#define kobject_uevent_env(kobj, action, env) \
	((void)(env), kobject_uevent(kobj, action))
#endif

#if !HVC_KOBJECT_INIT_HAS_2_ARGS
/* lib/kobject.c */
int hvc_kobject_add(struct kobject *kobj, struct kobject *parent,
		    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void hvc_kobject_del(struct kobject *kobj);
struct kset *hvc_kset_create_and_add(const char *name, const void *ops,
				     struct kobject *parent);
#define kobject_init(k, type)						\
	do {								\
		(k)->ktype = (type);					\
		kobject_init(k);					\
	} while (0)
#define kobject_add(k, parent, fmt, args...) \
	hvc_kobject_add(k, parent, fmt, ##args)
#define kobject_del(k)	hvc_kobject_del(k)
#define kset_create_and_add(name, ops, parent) \
	hvc_kset_create_and_add(name, ops, parent)
#define kobject_in_sysfs(k)	((k)->dentry != NULL)
/*
 * Not for modules there. Only a device that comes back from hibernation wants
 * another name, and these kernels have no hibernation for us.
 */
static inline int hvc_kobject_rename(struct kobject *kobj, const char *name)
{
	return -EOPNOTSUPP;
}
#define kobject_rename(k, name)	hvc_kobject_rename(k, name)
#else
#define kobject_in_sysfs(k)	((k)->state_in_sysfs)
#endif

#endif /* HVC_LINUX_KOBJECT_H */
