// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a struct timespec64, wide enough everywhere.
 *
 * Since: 3.17 (361a3bf00582)
 * Backports: RHEL 6 and 7
 */
#include <linux/types.h>
#include <linux/time.h>

s64 hvc_probe(struct timespec64 ts);
s64 hvc_probe(struct timespec64 ts)
{
	return timespec64_to_ns(&ts);
}
