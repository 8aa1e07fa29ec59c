// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is kvcalloc().
 *
 * Since: 4.18 (1c542f38ab8d)
 * Backports: RHEL 7.6
 */
#include <linux/slab.h>
#include <linux/mm.h>

void *hvc_probe(void);
void *hvc_probe(void)
{
	return kvcalloc(2, 3, GFP_KERNEL);
}
