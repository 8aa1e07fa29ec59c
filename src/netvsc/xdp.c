// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that look at received frames before the stack does (XDP), and frames
 * that such programs elsewhere send through us. Each frame is copied into a page
 * of its own.
 */
#include <linux/bpf.h>
#include <linux/bpf_trace.h>
#include <linux/filter.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "netvsc.h"

#define TAIL	SKB_DATA_ALIGN(sizeof(struct skb_shared_info))
#define ROOM	(PAGE_SIZE - XDP_PACKET_HEADROOM - TAIL)

u32 netvsc_xdp_max_mtu(void)
{
	return ROOM - ETH_HLEN - VLAN_HLEN;
}

static void count(struct netvsc_queue *q, u64 *counter)
{
	u64_stats_update_begin(&q->rx_stats.syncp);
	(*counter)++;
	u64_stats_update_end(&q->rx_stats.syncp);
}

/* The frame as the program left it. */
static struct sk_buff *to_skb(struct netvsc_queue *q, struct xdp_buff *xdp)
{
	struct sk_buff *skb = build_skb(xdp->data_hard_start, PAGE_SIZE);

	if (!skb)
		return NULL;
	skb_reserve(skb, xdp->data - xdp->data_hard_start);
	skb_put(skb, xdp->data_end - xdp->data);
	skb->dev = q->nv->net;
	return skb;
}

/* Send a frame of our own making; it is consumed. False: dropped. */
static bool send(struct netvsc_queue *q, struct sk_buff *skb)
{
	if (netvsc_tx_frame(q, skb, true) == -EBUSY) {
		dev_kfree_skb_any(skb);
		return false;
	}
	return true;
}

static void send_back(struct netvsc_queue *q, struct sk_buff *skb)
{
	struct netdev_queue *txq = netdev_get_tx_queue(q->nv->net, q->index);
	bool ok;

	skb_set_queue_mapping(skb, q->index);
	__netif_tx_lock(txq, smp_processor_id());
	ok = send(q, skb);
	__netif_tx_unlock(txq);
	q->xdp_sent = true;
	count(q, ok ? &q->rx_stats.xdp_tx : &q->rx_stats.xdp_drop);
}

u32 netvsc_xdp_run(struct netvsc_queue *q, struct bpf_prog *prog,
		   const struct rndis_rsc *r, struct sk_buff **skb)
{
	struct net_device *net = q->nv->net;
	const u8 *mem = q->nv->recv.mem;
	struct xdp_buff xdp;
	struct page *page;
	u32 act, at = 0, i;

	*skb = NULL;
	if (r->len > ROOM)
		goto drop;
	page = dev_alloc_page();
	if (!page)
		return XDP_PASS;
	xdp_init_buff(&xdp, PAGE_SIZE, &q->xdp_rxq);
	xdp_prepare_buff(&xdp, page_address(page), XDP_PACKET_HEADROOM, r->len,
			 false);
	for (i = 0; i < r->count; i++) {
		memcpy(xdp.data + at, mem + r->piece[i].where, r->piece[i].len);
		at += r->piece[i].len;
	}

	act = bpf_prog_run_xdp(prog, &xdp);
	switch (act) {
	case XDP_PASS:
		*skb = to_skb(q, &xdp);
		if (!*skb)
			__free_page(page);
		return XDP_PASS;
	case XDP_TX:
		*skb = to_skb(q, &xdp);
		if (!*skb)
			break;
		send_back(q, *skb);
		*skb = NULL;
		return act;
	case XDP_REDIRECT:
		if (xdp_do_redirect(net, &xdp, prog))
			break;
		q->xdp_flush = true;
		count(q, &q->rx_stats.xdp_redirect);
		return act;
	case XDP_DROP:
		break;
	default:
		bpf_warn_invalid_xdp_action(net, prog, act);
		fallthrough;
	case XDP_ABORTED:
		trace_xdp_exception(net, prog, act);
		break;
	}
	__free_page(page);
drop:
	count(q, &q->rx_stats.xdp_drop);
	return XDP_DROP;
}

void netvsc_xdp_poll_end(struct netvsc_queue *q)
{
	struct netdev_queue *txq;

	if (unlikely(q->xdp_flush)) {
		q->xdp_flush = false;
		xdp_do_flush();
	}
	if (unlikely(q->xdp_sent)) {
		q->xdp_sent = false;
		txq = netdev_get_tx_queue(q->nv->net, q->index);
		__netif_tx_lock(txq, smp_processor_id());
		netvsc_tx_kick(q);
		__netif_tx_unlock(txq);
	}
}

int netvsc_xdp_xmit(struct net_device *net, int n, struct xdp_frame **frames,
		    u32 flags)
{
	struct netvsc *nv = netdev_priv(net);
	struct netdev_queue *txq;
	struct netvsc_queue *q;
	struct sk_buff *skb;
	u32 sent = 0;
	int i;

	if (flags & ~XDP_XMIT_FLAGS_MASK)
		return -EINVAL;
	if (!netif_running(net) || READ_ONCE(nv->tx_off))
		return -ENETDOWN;
	q = nv->queue[smp_processor_id() % nv->queues];
	if (!q)
		return -ENETDOWN;
	txq = netdev_get_tx_queue(net, q->index);
	__netif_tx_lock(txq, smp_processor_id());
	for (i = 0; i < n; i++) {
		skb = netdev_alloc_skb(net, frames[i]->len);
		if (skb) {
			skb_put_data(skb, frames[i]->data, frames[i]->len);
			skb_set_queue_mapping(skb, q->index);
			if (send(q, skb))
				sent++;
		}
		/* Copied or lost, in either case it is not needed any more. */
		xdp_return_frame_rx_napi(frames[i]);
	}
	netvsc_tx_kick(q);
	/* The transmit lock makes us the only writer. */
	q->tx_stats.xdp_xmit += sent;
	__netif_tx_unlock(txq);
	return n;
}

int netvsc_xdp_to_vf(struct net_device *vf, struct bpf_prog *prog,
		     struct netlink_ext_ack *extack)
{
	struct netdev_bpf b;
	int err;

	if (!vf || !netdev_has_bpf(vf))
		return 0;
	memset(&b, 0, sizeof(b));
	b.command = XDP_SETUP_PROG;
	b.prog = prog;
	b.extack = extack;
	/* The function has a reference of its own. */
	if (prog)
		bpf_prog_inc(prog);
	err = netdev_call_bpf(vf, &b);
	if (err && prog)
		bpf_prog_put(prog);
	return err;
}

static int set_prog(struct netvsc *nv, struct bpf_prog *prog,
		    struct netlink_ext_ack *extack)
{
	struct bpf_prog *old = rtnl_dereference(nv->xdp_prog);
	int err;

	if (prog && nv->net->mtu > netvsc_xdp_max_mtu()) {
		NL_SET_ERR_MSG(extack, "a frame of this MTU does not fit into a page");
		return -EOPNOTSUPP;
	}
	err = netvsc_xdp_to_vf(rtnl_dereference(nv->vf), prog, extack);
	if (err)
		return err;
	/* The reference is ours now; readers are under RCU. */
	rcu_assign_pointer(nv->xdp_prog, prog);
	if (old)
		bpf_prog_put(old);
	/* Coalesced frames are too large for a program. */
	netdev_update_features(nv->net);
	return 0;
}

int netvsc_bpf(struct net_device *net, struct netdev_bpf *bpf)
{
	struct netvsc *nv = netdev_priv(net);

	if (bpf->command != XDP_SETUP_PROG)
		return -EINVAL;
	return set_prog(nv, bpf->prog, bpf->extack);
}

void netvsc_xdp_features(struct net_device *net)
{
	xdp_set_features_flag(net, NETDEV_XDP_ACT_BASIC |
			      NETDEV_XDP_ACT_REDIRECT |
			      NETDEV_XDP_ACT_NDO_XMIT);
}
