// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt of VMBus is hooked with hv_register_vmbus_handler().
 *
 * Since: 3.9 (bc2b0331e077), until 3.14
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

void (*hvc_probe(void))(int, irq_handler_t);
void (*hvc_probe(void))(int, irq_handler_t)
{
	return hv_register_vmbus_handler;
}
