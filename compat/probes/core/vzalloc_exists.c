// SPDX-License-Identifier: GPL-2.0-only
/*
 * vzalloc() is vmalloc() of zeroes.
 * Since: 2.6.37
 * Backports: RHEL 5
 */
#include <linux/vmalloc.h>

void *hvc_probe(void);
void *hvc_probe(void)
{
	return vzalloc(1);
}
