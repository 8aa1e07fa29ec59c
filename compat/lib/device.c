// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of devices for kernels before 2.6.26, which have room for 19 characters.
 */
#include <linux/module.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/string.h>

#if !HVC_DEV_SET_NAME_EXISTS

int hvc_dev_set_name(struct device *dev, const char *fmt, ...)
{
	static atomic_t next = ATOMIC_INIT(0);
	char name[64];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	if (len < BUS_ID_SIZE)
		strcpy(dev->bus_id, name);
	else
		snprintf(dev->bus_id, BUS_ID_SIZE, "%s_%d",
			 dev->bus ? dev->bus->name : "device",
			 atomic_inc_return(&next));
	return 0;
}
EXPORT_SYMBOL_GPL(hvc_dev_set_name);

#endif
