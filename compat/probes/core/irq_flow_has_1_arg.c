// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flow handler gets the descriptor only.
 *
 * Since: 4.3 (bd0b9ac405e1)
 */
#include <linux/irq.h>

irq_flow_handler_t hvc_probe(void (*fn)(struct irq_desc *));
irq_flow_handler_t hvc_probe(void (*fn)(struct irq_desc *))
{
	return fn;
}
