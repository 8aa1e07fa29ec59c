// SPDX-License-Identifier: GPL-2.0-only
/*
 * A group of attributes can hide some of them.
 * Since: 2.6.26 (d4acd722b7bb)
 */
#include <linux/sysfs.h>

int hvc_probe(struct attribute_group *group);
int hvc_probe(struct attribute_group *group)
{
	return group->is_visible != NULL;
}
