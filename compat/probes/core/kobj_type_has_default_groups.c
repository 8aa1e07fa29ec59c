// SPDX-License-Identifier: GPL-2.0-only
/*
 * A type of kobject has groups of attributes.
 * Since: 5.2 (aa30f47cf666)
 */
#include <linux/kobject.h>

int hvc_probe(struct kobj_type *type);
int hvc_probe(struct kobj_type *type)
{
	return type->default_groups != NULL;
}
