// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address space for devices: a PCI BAR, a framebuffer (protocol 2.1).
 *
 * The framebuffer that the firmware set up is reserved as long as the module
 * lives: it goes to nobody but the driver that asks for it, whatever has become
 * of the console that used it (hardening 16).
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/sysfb.h>
#include "mmio_ranges.h"
#include "vmbus_priv.h"

#define VMBUS_MAX_WINDOWS	16
/* The video memory of the host's adapter, if the firmware names less. */
#define VMBUS_MIN_FB_SIZE	(8u << 20)

struct vmbus_mmio_block {
	struct list_head entry;
	struct vmbus_range range;
};

static DEFINE_MUTEX(mmio_lock);			/* all of the below */
static struct vmbus_range mmio_windows[VMBUS_MAX_WINDOWS];
static unsigned int mmio_nwindows;
static struct vmbus_range mmio_fb;		/* size 0: none */
static LIST_HEAD(mmio_blocks);
static unsigned int mmio_nblocks;

bool vmbus_mmio_add_window(u64 start, u64 size)
{
	struct vmbus_range usable;

	if (!vmbus_window_usable(start, size, &usable))
		return false;
	mutex_lock(&mmio_lock);
	if (mmio_nwindows < VMBUS_MAX_WINDOWS)
		mmio_windows[mmio_nwindows++] = usable;
	else
		pr_warn("more than %u address windows: 0x%llx is not used\n",
			VMBUS_MAX_WINDOWS, (unsigned long long)start);
	mutex_unlock(&mmio_lock);
	return true;
}

void vmbus_mmio_init(void)
{
	const struct screen_info *si = &sysfb_primary_display.screen;
	struct vmbus_range fb;
	unsigned int i;

	if (si->orig_video_isVGA != VIDEO_TYPE_EFI &&
	    si->orig_video_isVGA != VIDEO_TYPE_VLFB)
		return;
	fb.start = si->lfb_base;
	if (si->capabilities & VIDEO_CAPABILITY_64BIT_BASE)
		fb.start |= (u64)si->ext_lfb_base << 32;
	/* VLFB counts in 64 KiB. */
	fb.size = si->lfb_size;
	if (si->orig_video_isVGA == VIDEO_TYPE_VLFB)
		fb.size <<= 16;
	if (!fb.start)
		return;
	if (fb.size < VMBUS_MIN_FB_SIZE)
		fb.size = VMBUS_MIN_FB_SIZE;
	/* On generation 1 it belongs to a PCI device and lies elsewhere. */
	for (i = 0; i < mmio_nwindows; i++)
		if (vmbus_range_overlaps(&mmio_windows[i], fb.start, fb.size))
			mmio_fb = fb;
}

void vmbus_mmio_exit(void)
{
	struct vmbus_mmio_block *block, *tmp;

	mutex_lock(&mmio_lock);
	list_for_each_entry_safe(block, tmp, &mmio_blocks, entry) {
		release_mem_region(block->range.start, block->range.size);
		list_del(&block->entry);
		kfree(block);
	}
	mmio_nblocks = 0;
	mmio_nwindows = 0;
	mmio_fb.size = 0;
	mutex_unlock(&mmio_lock);
}

/*
 * Look in @windows for room that neither we nor anybody else in the kernel
 * uses, and take it. mmio_lock held. @busy has room for one more entry than
 * @nbusy plus VMBUS_MMIO_TRIES.
 */
#define VMBUS_MMIO_TRIES	64

static int mmio_take(const struct vmbus_range *windows, u32 nwindows,
		     struct vmbus_range *busy, u32 nbusy, u64 min, u64 max,
		     u64 size, u64 align, const char *name,
		     struct resource **res, struct vmbus_range *taken)
{
	unsigned int try;
	u64 start;
	int ret;

	for (try = 0; try < VMBUS_MMIO_TRIES; try++) {
		ret = vmbus_range_find(windows, nwindows, busy, nbusy, min,
				       max, size, align, &start);
		if (ret)
			return ret;
		*res = request_mem_region(start, size, name);
		if (*res) {
			taken->start = start;
			taken->size = size;
			return 0;
		}
		/* Somebody else sits there: look behind this place. */
		busy[nbusy].start = start;
		busy[nbusy].size = size;
		nbusy++;
	}
	return -ENXIO;
}

int vmbus_allocate_mmio(struct resource **res, struct hv_device *dev,
			resource_size_t min, resource_size_t max,
			resource_size_t size, resource_size_t align,
			bool fb_overlap_ok)
{
	struct vmbus_mmio_block *block, *b;
	struct vmbus_range *busy;
	u32 nbusy = 0;
	int ret = -ENXIO;

	block = kzalloc(sizeof(*block), GFP_KERNEL);
	if (!block)
		return -ENOMEM;
	mutex_lock(&mmio_lock);
	busy = kvcalloc(mmio_nblocks + 1 + VMBUS_MMIO_TRIES, sizeof(*busy),
			GFP_KERNEL);
	if (!busy) {
		ret = -ENOMEM;
		goto out;
	}
	list_for_each_entry(b, &mmio_blocks, entry)
		busy[nbusy++] = b->range;
	/* Best where the firmware had it: the picture stays. */
	if (fb_overlap_ok && mmio_fb.size)
		ret = mmio_take(&mmio_fb, 1, busy, nbusy, min, max, size,
				align, dev_name(&dev->device), res,
				&block->range);
	if (ret) {
		if (mmio_fb.size)
			busy[nbusy++] = mmio_fb;
		ret = mmio_take(mmio_windows, mmio_nwindows, busy, nbusy, min,
				max, size, align, dev_name(&dev->device), res,
				&block->range);
	}
	if (!ret) {
		list_add(&block->entry, &mmio_blocks);
		mmio_nblocks++;
		block = NULL;
	}
out:
	mutex_unlock(&mmio_lock);
	kvfree(busy);
	kfree(block);
	return ret;
}
EXPORT_SYMBOL_GPL(vmbus_allocate_mmio);

void vmbus_free_mmio(resource_size_t start, resource_size_t size)
{
	struct vmbus_mmio_block *block;

	mutex_lock(&mmio_lock);
	list_for_each_entry(block, &mmio_blocks, entry)
		if (block->range.start == start && block->range.size == size) {
			release_mem_region(start, size);
			list_del(&block->entry);
			mmio_nblocks--;
			kfree(block);
			break;
		}
	mutex_unlock(&mmio_lock);
}
EXPORT_SYMBOL_GPL(vmbus_free_mmio);
