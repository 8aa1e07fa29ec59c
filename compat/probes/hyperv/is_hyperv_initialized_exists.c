// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_is_hyperv_initialized() says whether the kernel set up Hyper-V.
 *
 * Since: 4.17 (4a5f3cde4d51)
 * Backports: RHEL 7.6
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return hv_is_hyperv_initialized();
}
