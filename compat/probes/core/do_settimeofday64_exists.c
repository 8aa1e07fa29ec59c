// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock is set with do_settimeofday64().
 *
 * Since: 4.1 (21f7eca55514)
 */
#include <linux/types.h>
#include <linux/time.h>
#include <linux/ktime.h>

int hvc_probe(const struct timespec64 *ts);
int hvc_probe(const struct timespec64 *ts)
{
	return do_settimeofday64(ts);
}
