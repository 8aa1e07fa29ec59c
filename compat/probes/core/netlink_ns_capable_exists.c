// SPDX-License-Identifier: GPL-2.0-only
/*
 * __netlink_ns_capable() tells what the sender of a message may do.
 * Since: 3.15 (aa4cf9452f46)
 */
#include <linux/capability.h>
#include <linux/netlink.h>
#include <linux/user_namespace.h>

bool hvc_probe(struct netlink_skb_parms *p);
bool hvc_probe(struct netlink_skb_parms *p)
{
	return __netlink_ns_capable(p, &init_user_ns, 1);
}
