/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ptp_clock_kernel.h>. */
#include <model/ptp.h>
