// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bits shared with a host have operations of their own.
 * Since: 2.6.23
 */
#include <linux/bitops.h>
#include <asm/sync_bitops.h>

void hvc_probe(unsigned long *p);
void hvc_probe(unsigned long *p)
{
	sync_set_bit(1, p);
}
