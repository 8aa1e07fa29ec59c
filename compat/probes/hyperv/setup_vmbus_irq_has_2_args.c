// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_setup_vmbus_irq() takes an interrupt number.
 *
 * Since: between 5.4 and 5.10, until 5.12 (d608715d4747)
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

void hvc_probe(void (*handler)(void));
void hvc_probe(void (*handler)(void))
{
	hv_setup_vmbus_irq(0, handler);
}
