/* SPDX-License-Identifier: GPL-2.0-only */
/* A pool that was never made. */
#ifndef HVC_LINUX_MEMPOOL_H
#define HVC_LINUX_MEMPOOL_H

#include_next <linux/mempool.h>

/* NULL is taken since 4.3 (4e3ca3e033d1); no declaration tells, so ask always. */
#define mempool_destroy(pool)						\
do {									\
	mempool_t *hvc_pool = (pool);					\
	if (hvc_pool)							\
		(mempool_destroy)(hvc_pool);				\
} while (0)

#endif /* HVC_LINUX_MEMPOOL_H */
