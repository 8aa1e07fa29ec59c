// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is kstrtouint().
 *
 * Since: 2.6.39 (33ee3b2e2eb9)
 * Backports: RHEL 6
 */
#include <linux/kernel.h>
#include <linux/types.h>

int hvc_probe(unsigned int *u);
int hvc_probe(unsigned int *u)
{
	return kstrtouint("1", 0, u);
}
