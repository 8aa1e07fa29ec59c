// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notifiers are told that a device has been joined by another, NETDEV_JOIN.
 *
 * Since: 3.1 or so
 */
#include <linux/netdevice.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return NETDEV_JOIN;
}
