// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sysctl tables are registered at a path given as one string.
 *
 * Since: 3.5 (fea478d4101a)
 */
#include <linux/sysctl.h>

void *hvc_probe(struct ctl_table *t);
void *hvc_probe(struct ctl_table *t)
{
	return register_sysctl("kernel", t);
}
