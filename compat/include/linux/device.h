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
#if !HVC_UEVENT_ENV_EXISTS
#define DEFINE_BUS_UEVENT(op, fn)					\
	static int op(struct device *dev, char **envp, int count,	\
		      char *buffer, int size)				\
	{								\
		struct kobj_uevent_env env = { envp, count, buffer, size, 0, 0 }; \
		int ret = fn(dev, &env);				\
									\
		envp[env.used] = NULL;					\
		return ret;						\
	}
#elif HVC_BUS_UEVENT_TAKES_CONST_DEVICE
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

/* Members of an initialiser: a driver that may, or must not, be probed asynchronously. */
#if HVC_DEVICE_DRIVER_HAS_PROBE_TYPE
#define DRIVER_PROBE_ASYNC	.probe_type = PROBE_PREFER_ASYNCHRONOUS,
#define DRIVER_PROBE_SYNC	.probe_type = PROBE_FORCE_SYNCHRONOUS,
#else
#define DRIVER_PROBE_ASYNC
#define DRIVER_PROBE_SYNC
#endif

/* Attributes named after their functions. */
#ifndef DEVICE_ATTR_RO
#define DEVICE_ATTR_RO(name) \
	DEVICE_ATTR(name, 0444, name##_show, NULL)
#endif
#ifndef DEVICE_ATTR_WO
#define DEVICE_ATTR_WO(name) \
	DEVICE_ATTR(name, 0200, NULL, name##_store)
#endif
#ifndef DEVICE_ATTR_RW
#define DEVICE_ATTR_RW(name) \
	DEVICE_ATTR(name, 0644, name##_show, name##_store)
#endif
#ifndef DRIVER_ATTR_WO
#define DRIVER_ATTR_WO(name) \
	struct driver_attribute driver_attr_##name = \
		__ATTR(name, 0200, NULL, name##_store)
#endif

/*
 * Groups of attributes of a bus, its devices and its drivers. BUS_TYPE_GROUPS()
 * sets them in a struct bus_type; where that has no such members, the two
 * functions (lib/groups.c) and DEVICE_SET_GROUPS(), before device_add(), do it.
 */
#if HVC_BUS_TYPE_HAS_DEV_GROUPS
#define BUS_TYPE_GROUPS(bus, dev, drv)					\
	.bus_groups = (bus),						\
	.dev_groups = (dev),						\
	.drv_groups = (drv),
#define bus_register_groups(type, bus, dev, drv)	bus_register(type)
#define bus_unregister_groups(type)			bus_unregister(type)
#define DEVICE_SET_GROUPS(device, list)		do { } while (0)
#else
#define BUS_TYPE_GROUPS(bus, dev, drv)
int hvc_bus_register_groups(struct bus_type *type,
			    const struct attribute_group **bus,
			    const struct attribute_group **dev,
			    const struct attribute_group **drv);
void hvc_bus_unregister_groups(struct bus_type *type);
#define bus_register_groups(type, bus, dev, drv) \
	hvc_bus_register_groups(type, bus, dev, drv)
#define bus_unregister_groups(type)	hvc_bus_unregister_groups(type)
#if HVC_DEVICE_HAS_GROUPS
/* Some declare it without const, and change nothing either. */
#define DEVICE_SET_GROUPS(device, list)	((device)->groups = (void *)(list))
#else
#define DEVICE_SET_GROUPS(device, list)	do { } while (0)
#endif
#endif

#if HVC_DRIVER_HAS_MOD_NAME
#define DRIVER_SET_MOD_NAME(drv, name)	((drv)->mod_name = (name))
#else
#define DRIVER_SET_MOD_NAME(drv, name)	do { } while (0)
#endif

#if !HVC_DRIVER_ATTACH_RETURNS_INT
#define driver_attach(drv)		(driver_attach(drv), 0)
#endif

#if !HVC_DEV_SET_NAME_EXISTS
/* lib/device.c: a name that is too long becomes that of the bus and a number. */
int hvc_dev_set_name(struct device *dev, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
#define dev_set_name	hvc_dev_set_name
#undef dev_name
#define dev_name(dev)	((const char *)(dev)->bus_id)
#endif

#if HVC_DEVICE_HAS_DMA_PARMS
#define DEVICE_SET_DMA_PARMS(dev, parms)	((dev)->dma_parms = (parms))
#else
struct device_dma_parameters {
	unsigned int max_segment_size;
	unsigned long segment_boundary_mask;
};

#define DEVICE_SET_DMA_PARMS(dev, parms)	do { } while (0)
#endif

/* Under one limit with the rest of the kernel. */
#ifndef dev_warn_ratelimited
#define dev_warn_ratelimited(dev, fmt, ...)				\
	do {								\
		if (printk_ratelimit())					\
			dev_warn(dev, fmt, ##__VA_ARGS__);		\
	} while (0)
#endif

#endif /* HVC_LINUX_DEVICE_H */
