// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/ptp_clock_kernel.h.
 *
 * Since: 3.0 (d94ba80ebbea)
 * Backports: RHEL 6
 */
#include <linux/types.h>
#include <linux/time.h>
#include <linux/ptp_clock_kernel.h>
