/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/u64_stats_sync.h>. */
#ifndef MODEL_LINUX_U64_STATS_SYNC_H
#define MODEL_LINUX_U64_STATS_SYNC_H

#include <model/base.h>

struct u64_stats_sync {
#ifdef CONFIG_X86_32
	seqcount_t seq;
#endif
};
#if defined(MODEL_U64_STATS_INIT) && defined(CONFIG_X86_32)
/* It takes no pointer. */
#define u64_stats_init(s)	seqcount_init((s).seq)
#elif defined(MODEL_U64_STATS_INIT)
void u64_stats_init(struct u64_stats_sync *s);
#endif
void u64_stats_update_begin(struct u64_stats_sync *s);
void u64_stats_update_end(struct u64_stats_sync *s);
unsigned int u64_stats_fetch_begin(const struct u64_stats_sync *s);
bool u64_stats_fetch_retry(const struct u64_stats_sync *s, unsigned int n);
unsigned int u64_stats_fetch_begin_irq(const struct u64_stats_sync *s);
bool u64_stats_fetch_retry_irq(const struct u64_stats_sync *s, unsigned int n);

#endif /* MODEL_LINUX_U64_STATS_SYNC_H */
