/* SPDX-License-Identifier: GPL-2.0-only */
/* Callbacks of the syscore phase under one signature. */
#ifndef HVC_LINUX_SYSCORE_OPS_H
#define HVC_LINUX_SYSCORE_OPS_H

#include <hvc_config.h>
#if HVC_SYSCORE_OPS_HEADER_EXISTS
#include_next <linux/syscore_ops.h>
#endif

/*
 * DEFINE_SYSCORE(name, suspend_fn, resume_fn) defines @name for
 * register_syscore(). suspend_fn: int (void *), resume_fn: void (void *); the
 * pointer is NULL.
 */
#if HVC_REGISTER_SYSCORE_EXISTS
#define DEFINE_SYSCORE(name, suspend_fn, resume_fn)			\
	static const struct syscore_ops name##_ops = {			\
		.suspend = suspend_fn,					\
		.resume = resume_fn,					\
	};								\
	static struct syscore name = {					\
		.ops = &name##_ops,					\
	}
#elif HVC_SYSCORE_OPS_HEADER_EXISTS
#define DEFINE_SYSCORE(name, suspend_fn, resume_fn)			\
	static int hvc_##name##_suspend(void)					\
	{								\
		return suspend_fn(NULL);				\
	}								\
	static void hvc_##name##_resume(void)					\
	{								\
		resume_fn(NULL);					\
	}								\
	static struct syscore_ops name = {				\
		.suspend = hvc_##name##_suspend,				\
		.resume = hvc_##name##_resume,				\
	}
#define register_syscore(s)	register_syscore_ops(s)
#define unregister_syscore(s)	unregister_syscore_ops(s)
#else
/* No such phase: what would run in it is not called. */
struct hvc_syscore {
	int (*suspend)(void *data);
	void (*resume)(void *data);
};

#define DEFINE_SYSCORE(name, suspend_fn, resume_fn)			\
	static struct hvc_syscore name = { suspend_fn, resume_fn }
#define register_syscore(s)	((void)(s))
#define unregister_syscore(s)	((void)(s))
#endif

#endif /* HVC_LINUX_SYSCORE_OPS_H */
