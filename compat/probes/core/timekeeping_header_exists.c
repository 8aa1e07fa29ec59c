// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/timekeeping.h.
 *
 * Since: 3.17 (8b094cd03b4a)
 * Backports: RHEL 7
 */
#include <linux/ktime.h>
#include <linux/timekeeping.h>
