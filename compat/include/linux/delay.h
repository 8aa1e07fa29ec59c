/* SPDX-License-Identifier: GPL-2.0-only */
/* usleep_range(), in milliseconds where the kernel sleeps no less. */
#ifndef HVC_LINUX_DELAY_H
#define HVC_LINUX_DELAY_H

#include_next <linux/delay.h>
#include <hvc_config.h>

#if !HVC_USLEEP_RANGE_EXISTS
#define usleep_range(min, max)	msleep(((min) + 999) / 1000)
#endif

#endif /* HVC_LINUX_DELAY_H */
