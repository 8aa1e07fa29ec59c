// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel recognises Hyper-V: there is a header asm/mshyperv.h.
 *
 * Since: 2.6.35 (a2a47c6c3d1a)
 * Backports: RHEL 6
 */
#include <linux/interrupt.h>
#include <linux/types.h>
#include <asm/mshyperv.h>

extern int hvc_probe;
int hvc_probe;
