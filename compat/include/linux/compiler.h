/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes and single accesses under their newest names.
 *
 * Kernel headers include this one very early: macros only.
 */
#ifndef HVC_LINUX_COMPILER_H
#define HVC_LINUX_COMPILER_H

#include_next <linux/compiler.h>
#include <hvc_config.h>

#ifndef __ASSEMBLY__

#if !HVC_READ_ONCE_TAKES_CONST
#undef READ_ONCE
#endif

#ifndef READ_ONCE
#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#endif
#ifndef WRITE_ONCE
#define WRITE_ONCE(x, val)	(*(volatile typeof(x) *)&(x) = (val))
#endif
#ifndef __rcu
#define __rcu
#endif
#ifndef __percpu
#define __percpu
#endif
#ifndef __packed
#define __packed		__attribute__((__packed__))
#endif
#ifndef __aligned
#define __aligned(x)		__attribute__((__aligned__(x)))
#endif
#ifndef __printf
#define __printf(a, b)		__attribute__((__format__(printf, a, b)))
#endif
/* Some leave it empty for compilers that they do not know. */
#if !HVC_READ_ONCE_TAKES_CONST
#undef __maybe_unused
#endif
#ifndef __maybe_unused
#define __maybe_unused		__attribute__((__unused__))
#endif
#ifndef __always_unused
#define __always_unused		__attribute__((__unused__))
#endif
#ifndef fallthrough
#define fallthrough		do { } while (0)
#endif

#endif /* __ASSEMBLY__ */

#endif /* HVC_LINUX_COMPILER_H */
