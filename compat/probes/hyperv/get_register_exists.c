// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers of the hypervisor are read with hv_get_register().
 *
 * Since: 5.13 (f3c5e63c36f6), renamed to hv_get_msr() in 6.8
 */
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

u64 (*hvc_probe(void))(unsigned int);
u64 (*hvc_probe(void))(unsigned int)
{
	return hv_get_register;
}
