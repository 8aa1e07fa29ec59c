/* SPDX-License-Identifier: GPL-2.0-only */
/* A module parameter with functions of its own. */
#ifndef HVC_LINUX_MODULEPARAM_H
#define HVC_LINUX_MODULEPARAM_H

#include_next <linux/moduleparam.h>
#include <hvc_config.h>

/*
 * DEFINE_MODULE_PARAM(name, set, get, arg, perm)
 * set: int (const char *, const struct kernel_param *); get: a function of the
 * kernel, param_get_*
 */
#if HVC_KERNEL_PARAM_OPS_EXISTS
#define DEFINE_MODULE_PARAM(name, set_fn, get_fn, arg, perm)		\
	static const struct kernel_param_ops name##_param_ops = {	\
		.set = set_fn,						\
		.get = get_fn,						\
	};								\
	module_param_cb(name, &name##_param_ops, arg, perm)
#else
#define DEFINE_MODULE_PARAM(name, set_fn, get_fn, arg, perm)		\
	static int name##_param_set(const char *val,			\
				    struct kernel_param *kp)		\
	{								\
		return set_fn(val, kp);					\
	}								\
	module_param_call(name, name##_param_set, get_fn, arg, perm)
#endif

/* A parameter of type bool; others want an int for it. lib/moduleparam.c */
#if HVC_PARAM_BOOL_TAKES_BOOL
#define module_param_bool(name, perm)	module_param(name, bool, perm)
#else
int hvc_param_set_bool(const char *val, struct kernel_param *kp);
int hvc_param_get_bool(char *buf, struct kernel_param *kp);
#define module_param_bool(name, perm)					\
	module_param_call(name, hvc_param_set_bool, hvc_param_get_bool,	\
			  &name, perm)
#endif

#endif /* HVC_LINUX_MODULEPARAM_H */
