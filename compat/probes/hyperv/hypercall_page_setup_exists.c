// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_is_hypercall_page_setup() says whether the kernel set up Hyper-V.
 *
 * Since: 4.12 (8730046c1498), renamed in 4.17
 * Backports: RHEL 7.4
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return hv_is_hypercall_page_setup();
}
