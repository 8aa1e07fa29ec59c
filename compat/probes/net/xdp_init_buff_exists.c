// SPDX-License-Identifier: GPL-2.0-only
/*
 * xdp_init_buff() and xdp_prepare_buff() fill a struct xdp_buff.
 *
 * Since: 5.12 (43b5169d8355, be9df4aff65f)
 */
#include <linux/netdevice.h>
#include <net/xdp.h>

void hvc_probe(struct xdp_buff *b, struct xdp_rxq_info *q, unsigned char *p);
void hvc_probe(struct xdp_buff *b, struct xdp_rxq_info *q, unsigned char *p)
{
	xdp_init_buff(b, 4096, q);
	xdp_prepare_buff(b, p, 256, 64, false);
}
