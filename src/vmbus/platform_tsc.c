// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reference time from the TSC page (protocol 1.5).
 */
#include "platform_tsc.h"

#define TSC_PAGE_TRIES	100

u64 hv_tsc_mul_high(u64 a, u64 b)
{
	const u64 low = 0xFFFFFFFFu;
	u64 ll = (a & low) * (b & low);
	u64 lh = (a & low) * (b >> 32);
	u64 hl = (a >> 32) * (b & low);
	u64 hh = (a >> 32) * (b >> 32);
	/* The three terms of bits 32 to 63: their sum needs 34 bits. */
	u64 mid = (ll >> 32) + (lh & low) + (hl & low);

	return hh + (lh >> 32) + (hl >> 32) + (mid >> 32);
}

bool hv_tsc_page_time(const struct hyperv_tsc_page *page, u64 (*read_tsc)(void),
		      u64 *time)
{
	u32 sequence;
	u64 scale, tsc;
	s64 offset;
	int i;

	for (i = 0; i < TSC_PAGE_TRIES; i++) {
		sequence = READ_ONCE(page->sequence);
		if (!sequence)
			return false;
		/* Sequence, then values, then sequence. */
		virt_rmb();
		scale = READ_ONCE(page->scale);
		offset = READ_ONCE(page->offset);
		tsc = read_tsc();
		/* The values were read before the sequence is looked at again. */
		virt_rmb();
		if (READ_ONCE(page->sequence) != sequence)
			continue;
		*time = hv_tsc_mul_high(tsc, scale) + (u64)offset;
		return true;
	}
	return false;
}
