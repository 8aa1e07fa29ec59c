// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_setup_vmbus_irq() takes the handler only.
 *
 * Since: 3.15 (76d388cd72ea), until 5.1
 * Backports: RHEL 6
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

void (*hvc_probe(void))(void (*)(void));
void (*hvc_probe(void))(void (*)(void))
{
	return hv_setup_vmbus_irq;
}
