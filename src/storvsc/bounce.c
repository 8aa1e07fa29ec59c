// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands whose pieces begin or end in the middle of pages.
 *
 * The host wants one range of whole pages (protocol 6). Newer kernels are told so
 * and never send anything else; on older ones two neighbouring blocks of a file
 * system can make a command with a gap, which is copied here. The pages come from
 * the system or, when it has none, from a reserve that is enough for one command
 * of the largest size: a system that must write to get memory can do so.
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <asm/io.h>

#include "storvsc.h"

/**
 * struct storvsc_bounce - a command with gaps on its way; in a page of its own
 * @cmd: the command
 * @count: number of @page
 * @page: kernel addresses of the data, in order
 */
struct storvsc_bounce {
	struct scsi_cmnd *cmd;
	u32 count;
	void *page[STORVSC_MAX_BOUNCE / HV_HYP_PAGE_SIZE];
};

/* For the reserve; mapped memory only. */
void *storvsc_bounce_alloc(gfp_t gfp, void *unused)
{
	return (void *)__get_free_page(gfp);
}

void storvsc_bounce_free(void *page, void *unused)
{
	free_page((unsigned long)page);
}

/* Copy between the command's pieces and the pages, up to @len bytes. */
static void bounce_copy(struct storvsc_bounce *b, u32 len, bool to_command)
{
	struct scatterlist *sg;
	u32 done = 0, offset, left, n;
	struct page *page;
	u8 *ours;
	int i;

	scsi_for_each_sg(b->cmd, sg, scsi_sg_count(b->cmd), i) {
		offset = sg->offset;
		left = min_t(u32, sg->length, len - done);
		while (left) {
			/* A piece can be longer than a page. */
			page = pfn_to_page(page_to_pfn(sg_page(sg)) +
					   (offset >> PAGE_SHIFT));
			n = min_t(u32, left, PAGE_SIZE - offset_in_page(offset));
			n = min_t(u32, n, HV_HYP_PAGE_SIZE -
				  (done & (HV_HYP_PAGE_SIZE - 1)));
			ours = (u8 *)b->page[done >> HV_HYP_PAGE_SHIFT] +
				(done & (HV_HYP_PAGE_SIZE - 1));
			if (to_command)
				memcpy_to_page(page, offset_in_page(offset),
					       ours, n);
			else
				memcpy_from_page(ours, page,
						 offset_in_page(offset), n);
			offset += n;
			done += n;
			left -= n;
		}
		if (done == len)
			break;
	}
}

static void bounce_release(struct storvsc_dev *dev, struct storvsc_bounce *b)
{
	u32 i;

	for (i = 0; i < b->count; i++)
		mempool_free(b->page[i], dev->bounce_pool);
	mempool_free(b, dev->bounce_pool);
}

struct storvsc_bounce *storvsc_bounce_begin(struct storvsc_dev *dev,
					    struct scsi_cmnd *cmd,
					    struct vstor_pfns *l)
{
	u32 len = scsi_bufflen(cmd), pages = vstor_pages(0, len), i;
	struct storvsc_bounce *b;

	BUILD_BUG_ON(sizeof(*b) > PAGE_SIZE);
	if (!dev->bounce_pool || pages > ARRAY_SIZE(b->page))
		return NULL;
	b = mempool_alloc(dev->bounce_pool, GFP_ATOMIC);
	if (!b)
		return NULL;
	b->cmd = cmd;
	for (b->count = 0; b->count < pages; b->count++) {
		b->page[b->count] = mempool_alloc(dev->bounce_pool, GFP_ATOMIC);
		if (!b->page[b->count])
			goto fail;
	}
	for (i = 0; i < pages; i++)
		if (vstor_pfns_add(l, (u64)virt_to_phys(b->page[i]),
				   min(len - i * HV_HYP_PAGE_SIZE,
				       HV_HYP_PAGE_SIZE)))
			goto fail;
	if (cmd->sc_data_direction == DMA_TO_DEVICE)
		bounce_copy(b, len, false);
	return b;
fail:
	bounce_release(dev, b);
	return NULL;
}

struct scsi_cmnd *storvsc_bounce_leak(struct storvsc_dev *dev,
				      struct storvsc_bounce *b)
{
	/* Older kernels do not let a pool go that lacks some of its reserve. */
	dev->pool_leaked = true;
	return b->cmd;
}

struct scsi_cmnd *storvsc_bounce_end(struct storvsc_dev *dev,
				     struct storvsc_bounce *b, u32 valid)
{
	struct scsi_cmnd *cmd = b->cmd;

	if (cmd->sc_data_direction == DMA_FROM_DEVICE)
		bounce_copy(b, min_t(u32, valid, scsi_bufflen(cmd)), true);
	bounce_release(dev, b);
	return cmd;
}
