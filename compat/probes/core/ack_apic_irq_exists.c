// SPDX-License-Identifier: GPL-2.0-only
/*
 * An interrupt is ended at the local APIC by ack_APIC_irq().
 *
 * Since: 2.4, until 6.5 (apic_eoi)
 */
#include <linux/types.h>
#include <asm/apic.h>

void hvc_probe(void);
void hvc_probe(void)
{
	ack_APIC_irq();
}
