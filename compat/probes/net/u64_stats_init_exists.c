// SPDX-License-Identifier: GPL-2.0-only
/*
 * A u64_stats_sync is made ready with u64_stats_init().
 *
 * Since: 3.13 (827da44c6141)
 */
#include <linux/u64_stats_sync.h>

void hvc_probe(struct u64_stats_sync *s);
void hvc_probe(struct u64_stats_sync *s)
{
	u64_stats_init(s);
}
