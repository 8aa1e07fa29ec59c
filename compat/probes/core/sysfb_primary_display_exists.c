// SPDX-License-Identifier: GPL-2.0-only
/*
 * The display of the firmware is described by sysfb_primary_display.
 *
 * Since: 7.0
 */
#include <linux/sysfb.h>

struct screen_info *hvc_probe(void);
struct screen_info *hvc_probe(void)
{
	return &sysfb_primary_display.screen;
}
