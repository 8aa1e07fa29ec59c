// SPDX-License-Identifier: GPL-2.0-only
/*
 * The type bool exists, and with it true and false.
 * Since: 2.6.19
 * Backports: RHEL 5
 */
#include <linux/types.h>
#include <linux/stddef.h>

bool hvc_probe(bool p);
bool hvc_probe(bool p)
{
	return p ? false : true;
}
