// SPDX-License-Identifier: GPL-2.0-only
/*
 * is_vmalloc_addr() tells memory of vmalloc() from other memory.
 * Since: 2.6.25 (9e2779fa281c)
 * Backports: RHEL 5
 */
#include <linux/mm.h>

int hvc_probe(const void *p);
int hvc_probe(const void *p)
{
	return is_vmalloc_addr(p);
}
