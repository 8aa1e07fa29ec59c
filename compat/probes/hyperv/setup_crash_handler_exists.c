// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel calls hv_setup_crash_handler() handlers before a crash kernel starts.
 *
 * Since: 4.3 (2517281d63ae)
 * Backports: RHEL 6.8
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

void (*hvc_probe(void))(void (*)(struct pt_regs *));
void (*hvc_probe(void))(void (*)(struct pt_regs *))
{
	return hv_setup_crash_handler;
}
