// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sysctl table has a size instead of an empty last entry.
 *
 * Since: 6.6 (9edbfe92a0a1)
 */
#include <linux/sysctl.h>

void *hvc_probe(struct ctl_table *t);
void *hvc_probe(struct ctl_table *t)
{
	return register_sysctl_sz("kernel", t, 1);
}
