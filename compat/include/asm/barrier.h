/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Acquire and release, and barriers against the host.
 *
 * x86 lets no load pass an earlier load and no store an earlier load or store:
 * for acquire and release it is enough to hold back the compiler. The virt_
 * forms are for a partner that runs on another physical CPU; unlike the smp_
 * forms they may not vanish from a kernel for one CPU.
 */
#ifndef HVC_ASM_BARRIER_H
#define HVC_ASM_BARRIER_H

#include <hvc_config.h>

#if HVC_BARRIER_HEADER_EXISTS
#include_next <asm/barrier.h>
#else
#include <asm/system.h>
#endif
#include <linux/compiler.h>

#ifndef smp_load_acquire
#define smp_load_acquire(p)						\
({									\
	typeof(*(p)) hvc_loaded_ = READ_ONCE(*(p));			\
									\
	barrier();							\
	hvc_loaded_;							\
})
#endif

#ifndef smp_store_release
#define smp_store_release(p, v)						\
do {									\
	barrier();							\
	WRITE_ONCE(*(p), v);						\
} while (0)
#endif

#ifndef virt_mb
#define virt_mb()			mb()
#endif
#ifndef virt_rmb
#define virt_rmb()			rmb()
#endif
#ifndef virt_wmb
#define virt_wmb()			wmb()
#endif
#ifndef virt_load_acquire
#define virt_load_acquire(p)						\
({									\
	typeof(*(p)) hvc_virt_loaded_ = READ_ONCE(*(p));		\
									\
	barrier();							\
	hvc_virt_loaded_;						\
})
#endif
#ifndef virt_store_release
#define virt_store_release(p, v)					\
do {									\
	barrier();							\
	WRITE_ONCE(*(p), v);						\
} while (0)
#endif

#endif /* HVC_ASM_BARRIER_H */
