// SPDX-License-Identifier: GPL-2.0-only
/* Setting the clock on kernels that know only the narrow time value. */
#include <linux/module.h>
#include <linux/timekeeping.h>
#include <linux/time.h>
#include <hvc_config.h>

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
