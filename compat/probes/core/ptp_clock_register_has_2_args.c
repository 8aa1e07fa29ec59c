// SPDX-License-Identifier: GPL-2.0-only
/*
 * A PTP clock is registered with a parent device.
 *
 * Since: 3.7 (1ef761582c0e)
 * Backports: RHEL 6
 */
#include <linux/types.h>
#include <linux/device.h>
#include <linux/ptp_clock_kernel.h>

void *hvc_probe(struct ptp_clock_info *info, struct device *parent);
void *hvc_probe(struct ptp_clock_info *info, struct device *parent)
{
	return ptp_clock_register(info, parent);
}
