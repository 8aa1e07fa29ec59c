/* SPDX-License-Identifier: GPL-2.0-only */
/* Atomic counters, wherever the kernel declares them. */
#ifndef HVC_LINUX_ATOMIC_H
#define HVC_LINUX_ATOMIC_H

#include <hvc_config.h>

#if HVC_ATOMIC_HEADER_EXISTS
#include_next <linux/atomic.h>
#else
#include <linux/types.h>
#include <asm/atomic.h>
#include <asm/system.h>
#endif

#if !HVC_ATOMIC64_EXISTS
/*
 * A counter of two halves. Each half is atomic; whoever reads looks until the
 * upper half stood still. A reader can miss the carry of an increment that is
 * just happening, which is good enough for statistics and nothing else.
 */
typedef struct {
	atomic_t low;
	atomic_t high;
} atomic64_t;

#define ATOMIC64_INIT(i)	{ ATOMIC_INIT((int)(i)), ATOMIC_INIT((int)((long long)(i) >> 32)) }

static inline void atomic64_set(atomic64_t *v, long long i)
{
	atomic_set(&v->low, (int)i);
	atomic_set(&v->high, (int)(i >> 32));
}

static inline void atomic64_inc(atomic64_t *v)
{
	if (atomic_inc_return(&v->low) == 0)
		atomic_inc(&v->high);
}

static inline long long atomic64_read(atomic64_t *v)
{
	unsigned int low, high;

	do {
		high = (unsigned int)atomic_read(&v->high);
		rmb();
		low = (unsigned int)atomic_read(&v->low);
		rmb();
	} while (high != (unsigned int)atomic_read(&v->high));
	return (long long)(((unsigned long long)high << 32) | low);
}
#endif

#ifndef smp_mb__before_atomic
#define smp_mb__before_atomic()	smp_mb()
#endif

#endif /* HVC_LINUX_ATOMIC_H */
