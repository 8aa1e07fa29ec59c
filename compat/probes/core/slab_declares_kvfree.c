// SPDX-License-Identifier: GPL-2.0-only
/*
 * kvmalloc() and kvfree() are declared in <linux/slab.h>.
 *
 * Since: 5.16 (8587ca6f3415)
 */
#include <linux/slab.h>

void hvc_probe(void *p);
void hvc_probe(void *p)
{
	kvfree(p);
}
