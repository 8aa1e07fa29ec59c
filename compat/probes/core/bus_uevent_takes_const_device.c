// SPDX-License-Identifier: GPL-2.0-only
/*
 * bus_type.uevent takes a const struct device.
 *
 * Since: 6.3 (2a81ada32f0e)
 */
#include <linux/device.h>

int (*hvc_probe(struct bus_type *b))(const struct device *, struct kobj_uevent_env *);
int (*hvc_probe(struct bus_type *b))(const struct device *, struct kobj_uevent_env *)
{
	return b->uevent;
}
