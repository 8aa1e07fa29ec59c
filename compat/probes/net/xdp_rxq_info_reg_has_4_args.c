// SPDX-License-Identifier: GPL-2.0-only
/*
 * xdp_rxq_info_reg() is told the NAPI id.
 *
 * Since: 5.11 (b02e5a0ebb17)
 */
#include <linux/netdevice.h>
#include <net/xdp.h>

int hvc_probe(struct xdp_rxq_info *q, struct net_device *d);
int hvc_probe(struct xdp_rxq_info *q, struct net_device *d)
{
	return xdp_rxq_info_reg(q, d, 0, 0);
}
