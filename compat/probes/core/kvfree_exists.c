// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is kvfree().
 *
 * Since: 3.15 (39f1f78d53b9)
 * Backports: RHEL 6 and 7
 */
#include <linux/slab.h>
#include <linux/mm.h>

void hvc_probe(void *p);
void hvc_probe(void *p)
{
	kvfree(p);
}
