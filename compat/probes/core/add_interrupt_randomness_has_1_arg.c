// SPDX-License-Identifier: GPL-2.0-only
/*
 * add_interrupt_randomness() takes nothing but the interrupt.
 *
 * Since: 5.18 (703f7066f405) and before 3.6
 * Backports: stable series back to 4.9
 */
#include <linux/types.h>
#include <linux/random.h>

void (*hvc_probe(void))(int);
void (*hvc_probe(void))(int)
{
	return add_interrupt_randomness;
}
