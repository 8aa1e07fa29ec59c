/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which address ranges a device may get: pure code, see hyperv/pure.h.
 */
#ifndef VMBUS_MMIO_RANGES_H
#define VMBUS_MMIO_RANGES_H

#include <hyperv/pure.h>

/**
 * struct vmbus_range - guest physical addresses
 * @start: first address
 * @size: bytes, not 0; @start + @size does not exceed 2^64
 */
struct vmbus_range {
	u64 start;
	u64 size;
};

/* Windows smaller than this are for something else. */
#define VMBUS_MMIO_MIN_WINDOW	0x100000u

/*
 * The virtual TPM; what follows it up to 4 GiB are the local APIC, the
 * firmware and the like, although the window of the host includes them.
 */
#define VMBUS_VTPM_BASE		0xFED40000u

/**
 * vmbus_window_usable() - what of an address window of the firmware is usable
 * @start: first address, @size: bytes, as the firmware says: anything
 * Return: true when *@out is a usable part of it.
 */
bool vmbus_window_usable(u64 start, u64 size, struct vmbus_range *out);

/**
 * vmbus_range_find() - find free address space
 * @windows: where to look, in the order of preference
 * @busy: what is taken, in any order, may lie anywhere and overlap
 * @min: lowest address allowed, @max: highest
 * @size: bytes, not 0; @align: power of two
 * @start: result
 * Return: 0, -EINVAL, -ENXIO (no room).
 */
int vmbus_range_find(const struct vmbus_range *windows, u32 nwindows,
		     const struct vmbus_range *busy, u32 nbusy,
		     u64 min, u64 max, u64 size, u64 align, u64 *start);

bool vmbus_range_overlaps(const struct vmbus_range *r, u64 start, u64 size);

#endif /* VMBUS_MMIO_RANGES_H */
