// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is usleep_range().
 *
 * Since: 2.6.36 (5e7f5a178bba)
 * Backports: RHEL 6
 */
#include <linux/delay.h>

void hvc_probe(void);
void hvc_probe(void)
{
	usleep_range(1, 2);
}
