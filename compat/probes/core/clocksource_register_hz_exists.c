// SPDX-License-Identifier: GPL-2.0-only
/*
 * A clock source is registered with its frequency.
 *
 * Since: 2.6.37 (d7e81c269db8)
 * Backports: RHEL 6
 */
#include <linux/types.h>
#include <linux/clocksource.h>

int (*hvc_probe(void))(struct clocksource *, u32);
int (*hvc_probe(void))(struct clocksource *, u32)
{
	return clocksource_register_hz;
}
