// SPDX-License-Identifier: GPL-2.0-only
/*
 * The limits of sysctls have shared constants, SYSCTL_ZERO and the like.
 *
 * Since: 5.3 (eec4844fae7c)
 */
#include <linux/sysctl.h>

void *hvc_probe(void);
void *hvc_probe(void)
{
	return (void *)SYSCTL_ZERO;
}
