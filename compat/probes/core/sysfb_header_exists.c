// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/sysfb.h.
 *
 * Since: 5.15 (8633ef82f101)
 */
#include <linux/sysfb.h>

int hvc_probe;
