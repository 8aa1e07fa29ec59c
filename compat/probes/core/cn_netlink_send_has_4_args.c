// SPDX-License-Identifier: GPL-2.0-only
/*
 * cn_netlink_send() takes the port that it sends to.
 *
 * Since: 3.16 (ac8f73305eea)
 */
#include <linux/types.h>
#include <linux/connector.h>

int hvc_probe(struct cn_msg *msg);
int hvc_probe(struct cn_msg *msg)
{
	return cn_netlink_send(msg, 0, 0, GFP_ATOMIC);
}
