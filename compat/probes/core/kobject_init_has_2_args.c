// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kobject is initialised with its type and added with parent and name.
 * Since: 2.6.25
 */
#include <linux/kobject.h>

int hvc_probe(struct kobject *kobj, struct kobj_type *type);
int hvc_probe(struct kobject *kobj, struct kobj_type *type)
{
	kobject_init(kobj, type);
	return kobject_add(kobj, NULL, "%d", 1);
}
