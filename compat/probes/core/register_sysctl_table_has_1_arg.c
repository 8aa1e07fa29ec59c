// SPDX-License-Identifier: GPL-2.0-only
/*
 * register_sysctl_table() takes nothing but the table.
 *
 * Since: 2.6.21 (0b4d414714f0)
 */
#include <linux/sysctl.h>

void *hvc_probe(struct ctl_table *t);
void *hvc_probe(struct ctl_table *t)
{
	return register_sysctl_table(t);
}
