// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which address ranges a device may get: pure code.
 *
 * Ends are kept as the last address, so that a range may touch 2^64.
 */
#include "mmio_ranges.h"

static u64 last_of(const struct vmbus_range *r)
{
	return r->start + (r->size - 1);
}

bool vmbus_window_usable(u64 start, u64 size, struct vmbus_range *out)
{
	u64 last;

	if (!size || size - 1 > ~0ULL - start)
		return false;
	last = start + (size - 1);
	if (start <= VMBUS_VTPM_BASE && last >= VMBUS_VTPM_BASE) {
		if (start == VMBUS_VTPM_BASE)
			return false;
		last = VMBUS_VTPM_BASE - 1;
	}
	if (last - start < VMBUS_MMIO_MIN_WINDOW - 1)
		return false;
	out->start = start;
	out->size = last - start + 1;
	/* All 2^64 bytes: the size does not fit; nobody needs the last. */
	if (!out->size)
		out->size = ~0ULL;
	return true;
}

bool vmbus_range_overlaps(const struct vmbus_range *r, u64 start, u64 size)
{
	return start <= last_of(r) && start + (size - 1) >= r->start;
}

int vmbus_range_find(const struct vmbus_range *windows, u32 nwindows,
		     const struct vmbus_range *busy, u32 nbusy,
		     u64 min, u64 max, u64 size, u64 align, u64 *start)
{
	u64 low, high, at, aligned;
	u32 w, b;

	if (!size || !align || (align & (align - 1)) || min > max ||
	    size - 1 > max - min)
		return -EINVAL;
	for (w = 0; w < nwindows; w++) {
		low = windows[w].start > min ? windows[w].start : min;
		high = last_of(&windows[w]) < max ? last_of(&windows[w]) : max;
		at = low;
		/* Each pass goes up behind one busy range, or ends. */
		for (;;) {
			aligned = (at + (align - 1)) & ~(align - 1);
			if (aligned < at || aligned > high ||
			    size - 1 > high - aligned)
				break;
			for (b = 0; b < nbusy; b++)
				if (vmbus_range_overlaps(&busy[b], aligned,
							 size))
					break;
			if (b == nbusy) {
				*start = aligned;
				return 0;
			}
			if (last_of(&busy[b]) >= high)
				break;
			at = last_of(&busy[b]) + 1;
		}
	}
	return -ENXIO;
}
