// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is orderly_reboot().
 *
 * Since: 4.2 (d57e94c1f06d)
 * Backports: RHEL 7
 */
#include <linux/types.h>
#include <linux/reboot.h>

void hvc_probe(void);
void hvc_probe(void)
{
	orderly_reboot();
}
