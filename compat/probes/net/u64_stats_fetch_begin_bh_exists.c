// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters written in softirq are read with u64_stats_fetch_begin_bh().
 *
 * Since: 2.6.36, until 3.14
 */
#include <linux/u64_stats_sync.h>

unsigned int hvc_probe(struct u64_stats_sync *s);
unsigned int hvc_probe(struct u64_stats_sync *s)
{
	return u64_stats_fetch_begin_bh(s);
}
