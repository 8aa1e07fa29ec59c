// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of a device can be diverted by a handler that says what becomes of them.
 *
 * Since: 2.6.39 (8a4eb5734e8d)
 * Backports: RHEL 6
 */
#include <linux/netdevice.h>

int hvc_probe(struct net_device *d, rx_handler_result_t (*f)(struct sk_buff **));
int hvc_probe(struct net_device *d, rx_handler_result_t (*f)(struct sk_buff **))
{
	return netdev_rx_handler_register(d, f, NULL);
}
