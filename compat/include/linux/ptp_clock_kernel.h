/* SPDX-License-Identifier: GPL-2.0-only */
/* PTP clocks, newest form; a clock cannot be had where the kernel has none. */
#ifndef HVC_LINUX_PTP_CLOCK_KERNEL_H
#define HVC_LINUX_PTP_CLOCK_KERNEL_H

#include <hvc_config.h>

#if HVC_PTP_HEADER_EXISTS && \
	(HVC_EXPORTED_PTP_CLOCK_REGISTER || HVC_PTP_CLOCK_INFO_HAS_ADJFINE)
#define HVC_HAVE_PTP 1
#else
#define HVC_HAVE_PTP 0
#endif

#if HVC_HAVE_PTP
#include_next <linux/ptp_clock_kernel.h>
#include <linux/timekeeping.h>

#if !HVC_PTP_CLOCK_REGISTER_HAS_2_ARGS
#define ptp_clock_register(info, parent)	ptp_clock_register(info)
#endif

/* fn: int (struct ptp_clock_info *, long scaled_ppm) */
#if HVC_PTP_CLOCK_INFO_HAS_ADJFINE
#define DEFINE_PTP_ADJFINE(op, fn)					\
	static int op(struct ptp_clock_info *info, long scaled_ppm)	\
	{								\
		return fn(info, scaled_ppm);				\
	}
#else
/* Parts per billion there; 1000 of them are 65536 of ours. */
#define adjfine	adjfreq
#define DEFINE_PTP_ADJFINE(op, fn)					\
	static int op(struct ptp_clock_info *info, s32 ppb)		\
	{								\
		return fn(info, (long)(ppb / 125) * 8192);		\
	}
#endif

/* fn: int (struct ptp_clock_info *, struct timespec64 *), and const for settime */
#if HVC_PTP_CLOCK_INFO_HAS_GETTIME64 || !HVC_TIMESPEC64_EXISTS
#define DEFINE_PTP_GETTIME64(op, fn)					\
	static int op(struct ptp_clock_info *info, struct timespec64 *ts) \
	{								\
		return fn(info, ts);					\
	}
#define DEFINE_PTP_SETTIME64(op, fn)					\
	static int op(struct ptp_clock_info *info,			\
		      const struct timespec64 *ts)			\
	{								\
		return fn(info, ts);					\
	}
#else
#define DEFINE_PTP_GETTIME64(op, fn)					\
	static int op(struct ptp_clock_info *info, struct timespec *narrow) \
	{								\
		struct timespec64 ts;					\
		int ret = fn(info, &ts);				\
									\
		if (!ret) {						\
			narrow->tv_sec = ts.tv_sec;			\
			narrow->tv_nsec = ts.tv_nsec;			\
		}							\
		return ret;						\
	}
#define DEFINE_PTP_SETTIME64(op, fn)					\
	static int op(struct ptp_clock_info *info,			\
		      const struct timespec *narrow)			\
	{								\
		struct timespec64 ts;					\
									\
		ts.tv_sec = narrow->tv_sec;				\
		ts.tv_nsec = narrow->tv_nsec;				\
		return fn(info, &ts);					\
	}
#endif
#if !HVC_PTP_CLOCK_INFO_HAS_GETTIME64
#define gettime64	gettime
#define settime64	settime
#endif

#else /* no PTP clocks */

#include <linux/timekeeping.h>
#include <linux/types.h>

struct device;
struct module;
struct ptp_clock;
struct ptp_clock_request;

struct ptp_clock_info {
	struct module *owner;
	char name[16];
	int (*adjfine)(struct ptp_clock_info *info, long scaled_ppm);
	int (*adjtime)(struct ptp_clock_info *info, s64 delta);
	int (*gettime64)(struct ptp_clock_info *info, struct timespec64 *ts);
	int (*settime64)(struct ptp_clock_info *info,
			 const struct timespec64 *ts);
	int (*enable)(struct ptp_clock_info *info,
		      struct ptp_clock_request *request, int on);
};

static inline struct ptp_clock *ptp_clock_register(struct ptp_clock_info *info,
						   struct device *parent)
{
	return NULL;
}

static inline int ptp_clock_unregister(struct ptp_clock *ptp)
{
	return 0;
}

#define DEFINE_PTP_ADJFINE(op, fn)					\
	static int op(struct ptp_clock_info *info, long scaled_ppm)	\
	{								\
		return fn(info, scaled_ppm);				\
	}
#define DEFINE_PTP_GETTIME64(op, fn)					\
	static int op(struct ptp_clock_info *info, struct timespec64 *ts) \
	{								\
		return fn(info, ts);					\
	}
#define DEFINE_PTP_SETTIME64(op, fn)					\
	static int op(struct ptp_clock_info *info,			\
		      const struct timespec64 *ts)			\
	{								\
		return fn(info, ts);					\
	}
#endif

#endif /* HVC_LINUX_PTP_CLOCK_KERNEL_H */
