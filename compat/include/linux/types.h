/* SPDX-License-Identifier: GPL-2.0-only */
/* bool and a few names that were not always types. */
#ifndef HVC_LINUX_TYPES_H
#define HVC_LINUX_TYPES_H

#include_next <linux/types.h>

/* Also included by host programs and by assembly of the kernel's build. */
#if defined(__KERNEL__) && !defined(__ASSEMBLY__)
#include <hvc_config.h>

#if !HVC_BOOL_EXISTS
#include <linux/stddef.h>

typedef _Bool bool;

enum {
	false = 0,
	true = 1
};
#endif

#endif /* __KERNEL__ */

#endif /* HVC_LINUX_TYPES_H */
