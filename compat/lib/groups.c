// SPDX-License-Identifier: GPL-2.0-only
/*
 * Groups of attributes for kernels whose buses and types of kobjects have plain
 * lists of attributes.
 */
#include <linux/module.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#if !HVC_KOBJ_TYPE_HAS_DEFAULT_GROUPS

int hvc_kobject_add_groups(struct kobject *kobj,
			   const struct attribute_group **groups)
{
	int ret;

	for (; groups && *groups; groups++) {
		ret = sysfs_create_group(kobj, *groups);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(hvc_kobject_add_groups);

#endif

#if !HVC_BUS_TYPE_HAS_DEV_GROUPS

static unsigned int count_attrs(const struct attribute_group **groups)
{
	struct attribute **a;
	unsigned int n = 0;

	for (; *groups; groups++)
		for (a = (*groups)->attrs; *a; a++)
			n++;
	return n;
}

/*
 * An array of attributes of @size bytes each, closed by an empty one, copied
 * from wherever the attributes of @groups are; each begins with its attribute.
 */
static void *copy_attrs(const struct attribute_group **groups, size_t size)
{
	struct attribute **a;
	char *list, *p;

	list = kcalloc(count_attrs(groups) + 1, size, GFP_KERNEL);
	for (p = list; p && *groups; groups++)
		for (a = (*groups)->attrs; *a; a++) {
			memcpy(p, *a, size);
			p += size;
		}
	return list;
}

int hvc_bus_register_groups(struct bus_type *bus,
			    const struct attribute_group **bus_groups,
			    const struct attribute_group **dev_groups,
			    const struct attribute_group **drv_groups)
{
	int ret = -ENOMEM;

	BUILD_BUG_ON(offsetof(struct bus_attribute, attr) ||
		     offsetof(struct device_attribute, attr) ||
		     offsetof(struct driver_attribute, attr));
	bus->bus_attrs = copy_attrs(bus_groups, sizeof(*bus->bus_attrs));
	bus->drv_attrs = copy_attrs(drv_groups, sizeof(*bus->drv_attrs));
	if (!bus->bus_attrs || !bus->drv_attrs)
		goto fail;
#if !HVC_DEVICE_HAS_GROUPS
	bus->dev_attrs = copy_attrs(dev_groups, sizeof(*bus->dev_attrs));
	if (!bus->dev_attrs)
		goto fail;
#endif
	ret = bus_register(bus);
	if (!ret)
		return 0;
fail:
	kfree(bus->bus_attrs);
	kfree(bus->dev_attrs);
	kfree(bus->drv_attrs);
	return ret;
}
EXPORT_SYMBOL_GPL(hvc_bus_register_groups);

void hvc_bus_unregister_groups(struct bus_type *bus)
{
	bus_unregister(bus);
	kfree(bus->bus_attrs);
	kfree(bus->dev_attrs);
	kfree(bus->drv_attrs);
	bus->bus_attrs = NULL;
	bus->dev_attrs = NULL;
	bus->drv_attrs = NULL;
}
EXPORT_SYMBOL_GPL(hvc_bus_unregister_groups);

#endif
