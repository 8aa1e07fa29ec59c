// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reference counter is read through hv_read_reference_counter.
 *
 * Since: 5.6 (0af3e137c144), in another header on 6.12
 */
#include <linux/interrupt.h>
#include <asm/mshyperv.h>
#include <clocksource/hyperv_timer.h>

u64 hvc_probe(void);
u64 hvc_probe(void)
{
	return hv_read_reference_counter ? hv_read_reference_counter() : 0;
}
