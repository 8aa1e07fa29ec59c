// SPDX-License-Identifier: GPL-2.0-only
/*
 * sg_page() and sg_next() look into a table of pieces.
 * Since: 2.6.24
 */
#include <linux/mm.h>
#include <linux/scatterlist.h>

struct page *hvc_probe(struct scatterlist *sg);
struct page *hvc_probe(struct scatterlist *sg)
{
	return sg_page(sg_next(sg));
}
