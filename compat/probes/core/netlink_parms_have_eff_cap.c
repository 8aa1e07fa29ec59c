// SPDX-License-Identifier: GPL-2.0-only
/*
 * A netlink message carries the capabilities of its sender.
 * Since: 2.6 to 3.2
 */
#include <linux/capability.h>
#include <linux/netlink.h>

kernel_cap_t hvc_probe(struct netlink_skb_parms *p);
kernel_cap_t hvc_probe(struct netlink_skb_parms *p)
{
	return p->eff_cap;
}
