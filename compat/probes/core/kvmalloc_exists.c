// SPDX-License-Identifier: GPL-2.0-only
/*
 * There are kvmalloc() and kvzalloc().
 *
 * Since: 4.12 (a7c3e901a46f)
 * Backports: RHEL 7.6
 */
#include <linux/slab.h>
#include <linux/mm.h>

void *hvc_probe(void);
void *hvc_probe(void)
{
	return kvzalloc(1, GFP_KERNEL) ? NULL : kvmalloc(1, GFP_KERNEL);
}
