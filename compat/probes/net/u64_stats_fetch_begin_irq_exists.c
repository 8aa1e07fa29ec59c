// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters written in softirq are read with u64_stats_fetch_begin_irq().
 *
 * Since: 3.15 (57a7744e09867), until 6.3
 */
#include <linux/u64_stats_sync.h>

unsigned int hvc_probe(const struct u64_stats_sync *s);
unsigned int hvc_probe(const struct u64_stats_sync *s)
{
	return u64_stats_fetch_begin_irq(s);
}
