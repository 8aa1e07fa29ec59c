// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses are compared with ether_addr_equal().
 *
 * Since: 3.5 (a599b0f54e7f)
 * Backports: RHEL 6
 */
#include <linux/etherdevice.h>

bool hvc_probe(const u8 *a, const u8 *b);
bool hvc_probe(const u8 *a, const u8 *b)
{
	return ether_addr_equal(a, b);
}
