/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages that do not flood the log. */
#ifndef HVC_LINUX_RATELIMIT_H
#define HVC_LINUX_RATELIMIT_H

#include <linux/kernel.h>
#include <hvc_config.h>

#if HVC_RATELIMIT_HEADER_EXISTS
#include_next <linux/ratelimit.h>
#endif

/* Under one limit with the rest of the kernel. */
#ifndef pr_err_ratelimited
#ifndef pr_fmt
#define pr_fmt(fmt)	fmt
#endif
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

#endif /* HVC_LINUX_RATELIMIT_H */
