// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device says what it can do for XDP with xdp_set_features_flag().
 *
 * Since: 6.3 (d3d854fd6a1d, f85949f98206)
 */
#include <linux/netdevice.h>
#include <net/xdp.h>

void hvc_probe(struct net_device *d);
void hvc_probe(struct net_device *d)
{
	xdp_set_features_flag(d, NETDEV_XDP_ACT_BASIC | NETDEV_XDP_ACT_NDO_XMIT);
}
