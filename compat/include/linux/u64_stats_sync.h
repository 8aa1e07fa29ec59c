/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading counters that a softirq writes. Macros only: kernel headers include this one. */
#ifndef HVC_LINUX_U64_STATS_SYNC_H
#define HVC_LINUX_U64_STATS_SYNC_H

#include <hvc_config.h>

#if HVC_U64_STATS_SYNC_EXISTS
#include_next <linux/u64_stats_sync.h>

#if HVC_U64_STATS_FETCH_BEGIN_IRQ_EXISTS
#define u64_stats_fetch_begin(s)	u64_stats_fetch_begin_irq(s)
#define u64_stats_fetch_retry(s, start)	u64_stats_fetch_retry_irq(s, start)
#elif HVC_U64_STATS_FETCH_BEGIN_BH_EXISTS
#define u64_stats_fetch_begin(s)	u64_stats_fetch_begin_bh(s)
#define u64_stats_fetch_retry(s, start)	u64_stats_fetch_retry_bh(s, start)
#endif
#if !HVC_U64_STATS_INIT_EXISTS
/* Some have one for 32 bits that takes no pointer. */
#undef u64_stats_init
#if BITS_PER_LONG == 32 && defined(CONFIG_SMP)
#define u64_stats_init(s)		seqcount_init(&(s)->seq)
#else
#define u64_stats_init(s)		((void)(s))
#endif
#endif

#else /* !HVC_U64_STATS_SYNC_EXISTS */

#include <linux/seqlock.h>

struct u64_stats_sync {
	seqcount_t seq;
};

#define u64_stats_init(s)		seqcount_init(&(s)->seq)
#define u64_stats_update_begin(s)	write_seqcount_begin(&(s)->seq)
#define u64_stats_update_end(s)		write_seqcount_end(&(s)->seq)
#define u64_stats_fetch_begin(s)	read_seqcount_begin(&(s)->seq)
#define u64_stats_fetch_retry(s, start)	read_seqcount_retry(&(s)->seq, start)
#endif

#endif /* HVC_LINUX_U64_STATS_SYNC_H */
