// SPDX-License-Identifier: GPL-2.0-only
/*
 * ptp_clock_info reads and sets the clock with struct timespec64.
 *
 * Since: 4.1 (92f171961961)
 * Backports: RHEL 7
 */
#include <linux/types.h>
#include <linux/device.h>
#include <linux/ptp_clock_kernel.h>

void hvc_probe(struct ptp_clock_info *i,
	       int (*fn)(struct ptp_clock_info *, struct timespec64 *));
void hvc_probe(struct ptp_clock_info *i,
	       int (*fn)(struct ptp_clock_info *, struct timespec64 *))
{
	i->gettime64 = fn;
}
