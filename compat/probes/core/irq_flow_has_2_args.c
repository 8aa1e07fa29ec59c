// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flow handler gets number and descriptor.
 *
 * Since: 2.6.19, until 4.2
 */
#include <linux/irq.h>

irq_flow_handler_t hvc_probe(void (*fn)(unsigned int, struct irq_desc *));
irq_flow_handler_t hvc_probe(void (*fn)(unsigned int, struct irq_desc *))
{
	return fn;
}
