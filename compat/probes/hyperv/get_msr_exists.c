// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers of the hypervisor are read with hv_get_msr().
 *
 * Since: 6.8 (0e3f7d120086)
 */
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

u64 (*hvc_probe(void))(unsigned int);
u64 (*hvc_probe(void))(unsigned int)
{
	return hv_get_msr;
}
