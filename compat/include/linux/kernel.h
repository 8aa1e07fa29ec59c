/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers from text, and options as values. */
#ifndef HVC_LINUX_KERNEL_H
#define HVC_LINUX_KERNEL_H

#include_next <linux/kernel.h>
#include <hvc_config.h>

#if !HVC_KSTRTOUINT_EXISTS
/* lib/string.c */
int hvc_kstrtouint(const char *text, unsigned int base, unsigned int *result);
#define kstrtouint(text, base, result)	hvc_kstrtouint(text, base, result)
#endif

#ifndef BIT
#define BIT(n)			(1UL << (n))
#endif
#ifndef min3
#define min3(x, y, z)		min((typeof(x))min(x, y), z)
#endif
#ifndef clamp
#define clamp(value, low, high)	min((typeof(value))max(value, low), high)
#endif
#ifndef clamp_t
#define clamp_t(type, value, low, high) \
	min_t(type, max_t(type, value, low), high)
#endif

/* IS_ENABLED(CONFIG_X): 1 if the option is y or m, which are defined as 1. */
#if !defined(IS_ENABLED) || !defined(__ARG_PLACEHOLDER_1)
/* Before 3.4 it takes only options that are known to the kernel's configuration. */
#undef IS_ENABLED
#define hvc_comma_1			0,
#define hvc_second(first, second, ...)	second
#define hvc_is_one_(comma)		hvc_second(comma 1, 0)
#define hvc_is_one(value)		hvc_is_one_(hvc_comma_##value)
#define hvc_option(option)		hvc_is_one(option)
#define IS_ENABLED(option) \
	(hvc_option(option) || hvc_option(option##_MODULE))
#endif

/* Messages with a prefix; kernels that know none have the names without it. */
#ifndef pr_fmt
#define pr_fmt(fmt)	fmt
#undef pr_info
#undef pr_debug
#define pr_info(fmt, ...)	printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)						\
	do {								\
		if (0)							\
			printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__);	\
	} while (0)
#endif
#ifndef pr_err
#define pr_err(fmt, ...)	printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#endif
#ifndef pr_warn
#define pr_warn(fmt, ...)	printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#endif

/* Messages that do not flood the log: under the rest of the kernel. */
#ifndef pr_err_ratelimited
#define HVC_PR_RATELIMITED(level, fmt, ...)				\
	do {								\
		if (printk_ratelimit())					\
			printk(level pr_fmt(fmt), ##__VA_ARGS__);	\
	} while (0)
#define pr_err_ratelimited(fmt, ...) \
	HVC_PR_RATELIMITED(KERN_ERR, fmt, ##__VA_ARGS__)
#define pr_warn_ratelimited(fmt, ...) \
	HVC_PR_RATELIMITED(KERN_WARNING, fmt, ##__VA_ARGS__)
#define pr_info_ratelimited(fmt, ...) \
	HVC_PR_RATELIMITED(KERN_INFO, fmt, ##__VA_ARGS__)
#endif

#endif /* HVC_LINUX_KERNEL_H */
