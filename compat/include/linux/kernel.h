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

/* IS_ENABLED(CONFIG_X): 1 if the option is y or m, which are defined as 1. */
#ifndef IS_ENABLED
#define HVC_COMMA_1			0,
#define HVC_SECOND(first, second, ...)	second
#define HVC_IS_ONE_(comma)		HVC_SECOND(comma 1, 0)
#define HVC_IS_ONE(value)		HVC_IS_ONE_(HVC_COMMA_##value)
#define HVC_OPTION(option)		HVC_IS_ONE(option)
#define IS_ENABLED(option) \
	(HVC_OPTION(option) || HVC_OPTION(option##_MODULE))
#endif

#endif /* HVC_LINUX_KERNEL_H */
