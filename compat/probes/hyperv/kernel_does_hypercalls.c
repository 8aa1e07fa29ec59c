// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel owns the hypercall page and has hv_do_hypercall().
 *
 * Since: 4.12 (8730046c1498)
 * Backports: RHEL 7
 */
#include <linux/types.h>
#include <linux/interrupt.h>
#include <asm/mshyperv.h>

u64 (*hvc_probe(void))(u64, void *, void *);
u64 (*hvc_probe(void))(u64, void *, void *)
{
	return hv_do_hypercall;
}
