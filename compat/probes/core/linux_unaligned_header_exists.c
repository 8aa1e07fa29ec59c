// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unaligned access has an architecture-free header.
 *
 * Since: 6.12 (5f60d5f6bbc1)
 */
#include <linux/unaligned.h>

u32 hvc_probe(const void *p);
u32 hvc_probe(const void *p)
{
	return get_unaligned_le32(p);
}
