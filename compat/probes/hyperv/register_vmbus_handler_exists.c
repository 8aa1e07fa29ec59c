// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_register_vmbus_handler() opens a gate that leads to the flow of an IRQ.
 *
 * Since: 3.9 (bc2b0331e077), until 3.14
 * Backports: RHEL 6.6 only
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

void (*hvc_probe(void))(int, irq_handler_t);
void (*hvc_probe(void))(int, irq_handler_t)
{
	return hv_register_vmbus_handler;
}
