// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flow of an IRQ is set with irq_set_handler().
 *
 * Since: 2.6.39 (3a3856d00c74)
 */
#include <linux/irq.h>

void hvc_probe(irq_flow_handler_t fn);
void hvc_probe(irq_flow_handler_t fn)
{
	irq_set_handler(1, fn);
}
