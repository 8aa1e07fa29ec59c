// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sysctl has a binary number besides its name.
 *
 * Since: before 2.6.18, until 2.6.32 (6d4561110a3e)
 */
#include <linux/sysctl.h>

int hvc_probe(struct ctl_table *t);
int hvc_probe(struct ctl_table *t)
{
	return t->ctl_name;
}
