/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only header that pure code includes besides wire formats.
 *
 * Pure code takes buffers and lengths, touches no kernel object, takes no lock
 * and does not sleep. It is compiled into the modules and, as the very same
 * file, into the unit tests and fuzz targets, where this header supplies the
 * few kernel names that such code needs.
 */
#ifndef HYPERV_PURE_H
#define HYPERV_PURE_H

#ifdef __KERNEL__

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/errno.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <asm/barrier.h>
#include <asm/byteorder.h>

#else

#include "hyperv_user_shim.h"	/* tests/unit/include */

#endif

/*
 * A host page, whatever the page size of the guest kernel (protocol 2.5). Some
 * kernels say the same in other words; <asm/mshyperv.h> has to come first.
 */
#undef HV_HYP_PAGE_SHIFT
#undef HV_HYP_PAGE_SIZE
#define HV_HYP_PAGE_SHIFT	12
#define HV_HYP_PAGE_SIZE	4096u

/* Fails the build when a wire structure does not have its documented size. */
#define HV_ASSERT_SIZE(type, size) \
	extern int hv_assert_size[1 - 2 * (sizeof(type) != (size))]

#endif /* HYPERV_PURE_H */
