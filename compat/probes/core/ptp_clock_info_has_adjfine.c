// SPDX-License-Identifier: GPL-2.0-only
/*
 * ptp_clock_info changes the frequency in parts of 2^-16 ppm.
 *
 * Since: 4.10 (d8d263541913)
 * Backports: RHEL 7.6
 */
#include <linux/types.h>
#include <linux/device.h>
#include <linux/ptp_clock_kernel.h>

void hvc_probe(struct ptp_clock_info *i,
	       int (*fn)(struct ptp_clock_info *, long));
void hvc_probe(struct ptp_clock_info *i,
	       int (*fn)(struct ptp_clock_info *, long))
{
	i->adjfine = fn;
}
