// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters of 64 bits can be read whole anywhere: u64_stats_sync.
 *
 * Since: 2.6.36
 */
#include <linux/u64_stats_sync.h>

unsigned int hvc_probe(struct u64_stats_sync *s);
unsigned int hvc_probe(struct u64_stats_sync *s)
{
	u64_stats_update_begin(s);
	u64_stats_update_end(s);
	return u64_stats_fetch_begin(s);
}
