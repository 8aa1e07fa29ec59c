// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel sets up the timer of a CPU unless it has a vector of its own.
 *
 * Since: 5.5 (4df4cb9e99f8)
 */
#include <linux/interrupt.h>
#include <asm/mshyperv.h>
#include <clocksource/hyperv_timer.h>

void (*hvc_probe(void))(unsigned int, int);
void (*hvc_probe(void))(unsigned int, int)
{
	return hv_stimer_legacy_init;
}
