/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: PTP clocks. */
#ifndef MODEL_PTP_H
#define MODEL_PTP_H

#include <model/device.h>

struct ptp_clock;
struct ptp_clock_request;
struct ptp_clock_info {
	struct module *owner;
	char name[16];
	s32 max_adj;
#ifdef MODEL_PTP_ADJFINE
	int (*adjfine)(struct ptp_clock_info *p, long scaled_ppm);
#endif
	int (*adjfreq)(struct ptp_clock_info *p, s32 ppb);
	int (*adjtime)(struct ptp_clock_info *p, s64 delta);
	int (*gettime)(struct ptp_clock_info *p, struct timespec *ts);
	int (*settime)(struct ptp_clock_info *p, const struct timespec *ts);
#ifdef MODEL_PTP_GETTIME64
	int (*gettime64)(struct ptp_clock_info *p, struct timespec64 *ts);
	int (*settime64)(struct ptp_clock_info *p, const struct timespec64 *ts);
#endif
	int (*enable)(struct ptp_clock_info *p, struct ptp_clock_request *r,
		      int on);
};
struct ptp_clock *ptp_clock_register(struct ptp_clock_info *i, struct device *d);
int ptp_clock_unregister(struct ptp_clock *p);

#endif /* MODEL_PTP_H */
