/* SPDX-License-Identifier: GPL-2.0-only */
/* Bits that a host on another CPU changes, too: locked even on one CPU. */
#ifndef HVC_ASM_SYNC_BITOPS_H
#define HVC_ASM_SYNC_BITOPS_H

#include <hvc_config.h>

#if HVC_SYNC_BITOPS_HEADER_EXISTS
#include <linux/bitops.h>
#include_next <asm/sync_bitops.h>
#else
static inline void sync_set_bit(long nr, volatile unsigned long *addr)
{
	asm volatile("lock; bts %1,%0"
		     : "+m" (*addr) : "r" (nr) : "memory", "cc");
}

static inline int sync_test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	unsigned char was;

	asm volatile("lock; btr %2,%1; setc %0"
		     : "=q" (was), "+m" (*addr) : "r" (nr) : "memory", "cc");
	return was;
}
#endif

#endif /* HVC_ASM_SYNC_BITOPS_H */
