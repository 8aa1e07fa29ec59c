// SPDX-License-Identifier: GPL-2.0-only
/*
 * screen_info has the upper half of the framebuffer's address.
 *
 * Since: 4.2 (ae2ee627dc87)
 * Backports: RHEL 7
 */
#include <linux/screen_info.h>

int hvc_probe(struct screen_info *si);
int hvc_probe(struct screen_info *si)
{
	return si->ext_lfb_base;
}
