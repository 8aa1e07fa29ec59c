// SPDX-License-Identifier: GPL-2.0-only
/*
 * The VMBus interrupt is hooked with hv_setup_vmbus_handler().
 *
 * Since: 5.13 (d608715d4747)
 */
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

void (*hvc_probe(void))(void (*)(void));
void (*hvc_probe(void))(void (*)(void))
{
	return hv_setup_vmbus_handler;
}
