// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver says whether it may be probed asynchronously.
 *
 * Since: 4.2 (765230b5f084)
 * Backports: RHEL 7
 */
#include <linux/device.h>

void hvc_probe(struct device_driver *d);
void hvc_probe(struct device_driver *d)
{
	d->probe_type = PROBE_PREFER_ASYNCHRONOUS;
}
