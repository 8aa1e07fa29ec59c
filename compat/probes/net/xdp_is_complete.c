// SPDX-License-Identifier: GPL-2.0-only
/*
 * XDP can pass, drop, send back and redirect frames, with the size of their memory.
 *
 * Since: 5.8
 */
#include <linux/netdevice.h>
#include <linux/filter.h>
#include <net/xdp.h>

int hvc_probe(struct net_device_ops *o, struct xdp_buff *x, struct netdev_bpf *b,
	       int (*f)(struct net_device *, struct netdev_bpf *));
int hvc_probe(struct net_device_ops *o, struct xdp_buff *x, struct netdev_bpf *b,
	       int (*f)(struct net_device *, struct netdev_bpf *))
{
	o->ndo_bpf = f;
	x->frame_sz = b->prog ? 4096 : 0;
	xdp_do_flush();
	return XDP_XMIT_FLAGS_MASK;
}
