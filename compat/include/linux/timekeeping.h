/* SPDX-License-Identifier: GPL-2.0-only */
/* Wide time values and setting the clock, newest names. */
#ifndef HVC_LINUX_TIMEKEEPING_H
#define HVC_LINUX_TIMEKEEPING_H

#include <hvc_config.h>

#if HVC_TIMEKEEPING_HEADER_EXISTS
#include_next <linux/timekeeping.h>
#else
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/time.h>

/* Exported by all, declared by most. */
ktime_t ktime_get_real(void);
#endif

#if !HVC_TIMESPEC64_EXISTS
/* As wide as this kernel's clock is. */
#define timespec64		timespec
/* The kernel's own is not for modules on the oldest of these. lib/time.c */
struct timespec hvc_ns_to_timespec(s64 ns);
#define ns_to_timespec64(ns)	hvc_ns_to_timespec(ns)
#define timespec64_to_ns(ts)	timespec_to_ns(ts)
#endif

#if !HVC_DO_SETTIMEOFDAY64_EXISTS
struct timespec64;
/* lib/time.c */
int hvc_do_settimeofday64(const struct timespec64 *ts);
#define do_settimeofday64(ts)	hvc_do_settimeofday64(ts)
#endif

#endif /* HVC_LINUX_TIMEKEEPING_H */
