/* SPDX-License-Identifier: GPL-2.0-only */
/* Callbacks of struct bus_type under one signature. */
#ifndef HVC_LINUX_DEVICE_H
#define HVC_LINUX_DEVICE_H

#include_next <linux/device.h>
#include <hvc_config.h>

/*
 * DEFINE_BUS_*(op, fn) defines @op in the form that this kernel calls, for @fn
 * in the newest form. An adapter function, not a cast: a kernel that checks the
 * type of indirect calls would stop a cast.
 */

/* fn: int (struct device *, const struct device_driver *) */
#if HVC_BUS_MATCH_TAKES_CONST_DRIVER
#define DEFINE_BUS_MATCH(op, fn)					\
	static int op(struct device *dev, const struct device_driver *drv) \
	{								\
		return fn(dev, drv);					\
	}
#else
#define DEFINE_BUS_MATCH(op, fn)					\
	static int op(struct device *dev, struct device_driver *drv)	\
	{								\
		return fn(dev, drv);					\
	}
#endif

/* fn: int (const struct device *, struct kobj_uevent_env *) */
#if HVC_BUS_UEVENT_TAKES_CONST_DEVICE
#define DEFINE_BUS_UEVENT(op, fn)					\
	static int op(const struct device *dev, struct kobj_uevent_env *env) \
	{								\
		return fn(dev, env);					\
	}
#else
#define DEFINE_BUS_UEVENT(op, fn)					\
	static int op(struct device *dev, struct kobj_uevent_env *env)	\
	{								\
		return fn(dev, env);					\
	}
#endif

/* fn: void (struct device *) */
#if HVC_BUS_REMOVE_RETURNS_VOID
#define DEFINE_BUS_REMOVE(op, fn)					\
	static void op(struct device *dev)				\
	{								\
		fn(dev);						\
	}
#else
#define DEFINE_BUS_REMOVE(op, fn)					\
	static int op(struct device *dev)				\
	{								\
		fn(dev);						\
		return 0;						\
	}
#endif

/* fn: ssize_t (const struct bus_type *, char *), of struct bus_attribute */
#if HVC_BUS_ATTR_SHOW_TAKES_CONST_BUS
#define DEFINE_BUS_ATTR_SHOW(op, fn)					\
	static ssize_t op(const struct bus_type *bus, char *buf)	\
	{								\
		return fn(bus, buf);					\
	}
#else
#define DEFINE_BUS_ATTR_SHOW(op, fn)					\
	static ssize_t op(struct bus_type *bus, char *buf)		\
	{								\
		return fn(bus, buf);					\
	}
#endif

#endif /* HVC_LINUX_DEVICE_H */
