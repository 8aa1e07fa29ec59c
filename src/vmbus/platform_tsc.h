/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reference time from the TSC page (protocol 1.5). Pure code, see hyperv/pure.h;
 * no 64-bit division and no 128-bit type, so that 32-bit kernels can use it.
 */
#ifndef VMBUS_PLATFORM_TSC_H
#define VMBUS_PLATFORM_TSC_H

#include <hyperv/pure.h>
#include <hyperv/hv_proto.h>

/**
 * hv_tsc_mul_high() - upper half of a product of two 64-bit numbers
 * @a: factor
 * @b: factor
 *
 * Return: (@a * @b) >> 64, exactly.
 */
u64 hv_tsc_mul_high(u64 a, u64 b);

/**
 * hv_tsc_page_time() - reference time by the TSC page
 * @page: the page; the host may write to it at any moment
 * @read_tsc: reads the time stamp counter, ordered after earlier loads
 * @time: the result, 100 ns units
 *
 * The host bumps the sequence when it changes scale or offset, so a reading with
 * the same sequence before and after is whole. A host that never stops to change
 * them ends the attempt after a bounded number of tries.
 *
 * Return: true, or false when the page is not valid: read the counter register.
 */
bool hv_tsc_page_time(const struct hyperv_tsc_page *page, u64 (*read_tsc)(void),
		      u64 *time);

#endif /* VMBUS_PLATFORM_TSC_H */
