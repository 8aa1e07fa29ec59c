// SPDX-License-Identifier: GPL-2.0-only
/* Making a time value and setting the clock on kernels that know only the narrow one. */
#include <linux/module.h>
#include <linux/timekeeping.h>
#include <linux/time.h>
#include <hvc_config.h>

#if !HVC_TIMESPEC64_EXISTS
#include <asm/div64.h>

struct timespec hvc_ns_to_timespec(s64 ns)
{
	u64 whole = ns < 0 ? -(u64)ns : (u64)ns;
	u32 rest = do_div(whole, NSEC_PER_SEC);
	struct timespec ts;

	ts.tv_sec = ns < 0 ? -(s64)whole : (s64)whole;
	ts.tv_nsec = rest;
	if (ns < 0 && rest) {
		ts.tv_sec--;
		ts.tv_nsec = NSEC_PER_SEC - rest;
	}
	return ts;
}
EXPORT_SYMBOL_GPL(hvc_ns_to_timespec);
#endif

#if !HVC_DO_SETTIMEOFDAY64_EXISTS

int hvc_do_settimeofday64(const struct timespec64 *ts)
{
	struct timespec narrow;

	narrow.tv_sec = ts->tv_sec;
	narrow.tv_nsec = ts->tv_nsec;
	return do_settimeofday(&narrow);
}
EXPORT_SYMBOL_GPL(hvc_do_settimeofday64);

#endif
