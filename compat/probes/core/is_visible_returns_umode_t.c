// SPDX-License-Identifier: GPL-2.0-only
/*
 * attribute_group.is_visible returns umode_t.
 *
 * Since: 3.3 (587a1f1659e8)
 */
#include <linux/kobject.h>
#include <linux/sysfs.h>

void hvc_probe(struct attribute_group *g,
	       umode_t (*fn)(struct kobject *, struct attribute *, int));
void hvc_probe(struct attribute_group *g,
	       umode_t (*fn)(struct kobject *, struct attribute *, int))
{
	g->is_visible = fn;
}
