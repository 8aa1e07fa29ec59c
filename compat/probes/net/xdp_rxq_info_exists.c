// SPDX-License-Identifier: GPL-2.0-only
/*
 * A receive queue is known to XDP.
 *
 * Since: 4.18 (5ab073ffd326)
 */
#include <linux/netdevice.h>
#include <net/xdp.h>

int hvc_probe(struct xdp_rxq_info *q);
int hvc_probe(struct xdp_rxq_info *q)
{
	return xdp_rxq_info_reg_mem_model(q, MEM_TYPE_PAGE_SHARED, NULL);
}
