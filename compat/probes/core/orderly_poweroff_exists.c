// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is orderly_poweroff().
 *
 * Since: 2.6.23 (10a0a8d4e3f6)
 */
#include <linux/types.h>
#include <linux/reboot.h>

void hvc_probe(void);
void hvc_probe(void)
{
	orderly_poweroff(1);
}
