/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading counters that a softirq writes. Macros only: kernel headers include this one. */
#ifndef HVC_LINUX_U64_STATS_SYNC_H
#define HVC_LINUX_U64_STATS_SYNC_H

#include_next <linux/u64_stats_sync.h>
#include <hvc_config.h>

#if HVC_U64_STATS_FETCH_BEGIN_IRQ_EXISTS
#define u64_stats_fetch_begin(s)	u64_stats_fetch_begin_irq(s)
#define u64_stats_fetch_retry(s, start)	u64_stats_fetch_retry_irq(s, start)
#endif

#endif /* HVC_LINUX_U64_STATS_SYNC_H */
