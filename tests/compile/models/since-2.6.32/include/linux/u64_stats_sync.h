/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/u64_stats_sync.h>. */
#ifndef MODEL_LINUX_U64_STATS_SYNC_H
#define MODEL_LINUX_U64_STATS_SYNC_H

#include <model/base.h>

struct u64_stats_sync { int model; };
unsigned int u64_stats_fetch_begin_irq(const struct u64_stats_sync *s);
bool u64_stats_fetch_retry_irq(const struct u64_stats_sync *s, unsigned int n);

#endif /* MODEL_LINUX_U64_STATS_SYNC_H */
