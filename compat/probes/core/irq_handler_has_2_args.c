// SPDX-License-Identifier: GPL-2.0-only
/*
 * An interrupt handler gets no registers.
 *
 * Since: 2.6.19 (7d12e780e003)
 */
#include <linux/interrupt.h>

irqreturn_t hvc_handler(int irq, void *dev);
int hvc_probe(void);
int hvc_probe(void)
{
	return request_irq(1, hvc_handler, 0, "", (void *)0);
}
