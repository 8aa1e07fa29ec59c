// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statistics of a network device can have 64 bits.
 *
 * Since: 2.6.35
 */
#include <linux/netdevice.h>
#include <linux/if_link.h>

u64 hvc_probe(struct rtnl_link_stats64 *s);
u64 hvc_probe(struct rtnl_link_stats64 *s)
{
	return s->rx_packets;
}
