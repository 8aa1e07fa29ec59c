// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_xmit_more() tells whether more frames will follow.
 *
 * Since: 5.2 (6b16f9ee89b8)
 */
#include <linux/netdevice.h>

bool hvc_probe(void);
bool hvc_probe(void)
{
	return netdev_xmit_more();
}
