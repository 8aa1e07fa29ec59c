// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses are copied with ether_addr_copy().
 *
 * Since: 3.14 (286ab723d4b8)
 * Backports: RHEL 7
 */
#include <linux/etherdevice.h>

void hvc_probe(u8 *to, const u8 *from);
void hvc_probe(u8 *to, const u8 *from)
{
	ether_addr_copy(to, from);
}
