// SPDX-License-Identifier: GPL-2.0-only
/*
 * __vmalloc() takes size and flags only.
 *
 * Since: 5.8 (88dca4ca5a93)
 */
#include <linux/gfp.h>
#include <linux/vmalloc.h>

void *hvc_probe(void);
void *hvc_probe(void)
{
	return __vmalloc(4096, GFP_KERNEL);
}
