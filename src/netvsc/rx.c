// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames in. The receive buffer is the host's to write at any moment: the headers
 * of a message are copied and then looked at, the frame is copied once, into the
 * buffer that goes up the stack; nothing that was checked is read again.
 */
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/ip.h>
#include <net/checksum.h>

#include "netvsc.h"

/* A frame up to this long lies in one piece; a longer one in pages. */
#define LINEAR_MAX	(PAGE_SIZE - 512)
/* What lies in front of the pages of a long frame: all headers, as a rule. */
#define LONG_HEAD	256u

int netvsc_rx_alloc(struct netvsc_queue *q)
{
	struct netvsc_rx *rx = &q->rx;

	rx->rsc = kzalloc(sizeof(*rx->rsc), GFP_KERNEL);
	rx->owed = kcalloc(NETVSC_OWED, sizeof(*rx->owed), GFP_KERNEL);
	if (!rx->rsc || !rx->owed) {
		netvsc_rx_free(q);
		return -ENOMEM;
	}
	return 0;
}

void netvsc_rx_free(struct netvsc_queue *q)
{
	kfree(q->rx.rsc);
	kfree(q->rx.owed);
	q->rx.rsc = NULL;
	q->rx.owed = NULL;
}

/* -------- answers -------- */

bool netvsc_rx_pay(struct netvsc_queue *q)
{
	struct netvsc_rx *rx = &q->rx;
	struct netvsc_owed *o;
	struct nvsp_message m;
	bool sent = false;
	int err = 0;

	while (rx->owed_head != rx->owed_tail) {
		o = &rx->owed[rx->owed_head & (NETVSC_OWED - 1)];
		nvsp_build_rndis_complete(&m, o->ok);
		err = vmbus_sendpacket(q->chan, &m, NVSP_RNDIS_COMPLETE_LEN,
				       o->trans_id, VMBUS_PKT_COMP,
				       VMBUS_SEND_MORE);
		if (err == -EAGAIN)
			break;
		/* A channel that is gone wants no answers. */
		sent |= !err;
		WRITE_ONCE(rx->owed_head, rx->owed_head + 1);
	}
	if (sent)
		vmbus_flush(q->chan);
	if (err != -EAGAIN)
		return true;
	q->ev.rx_comp_busy++;
	return false;
}

/* There is room: the poller takes in nothing without it. */
static void owe(struct netvsc_queue *q, u64 trans_id, bool ok)
{
	struct netvsc_rx *rx = &q->rx;
	struct netvsc_owed *o = &rx->owed[rx->owed_tail & (NETVSC_OWED - 1)];

	o->trans_id = trans_id;
	o->ok = ok;
	WRITE_ONCE(rx->owed_tail, rx->owed_tail + 1);
}

/* -------- frames -------- */

/* Memory for a frame of @len bytes, linear or with pages behind a short head. */
static struct sk_buff *frame_alloc(struct netvsc_queue *q, u32 len)
{
	struct sk_buff *skb;
	struct page *page;
	u32 piece;
	int i = 0;

	if (len <= LINEAR_MAX) {
		skb = napi_alloc_skb(&q->napi, len);
		if (skb)
			skb_put(skb, len);
		return skb;
	}
	skb = napi_alloc_skb(&q->napi, LONG_HEAD);
	if (!skb)
		return NULL;
	skb_put(skb, LONG_HEAD);
	for (len -= LONG_HEAD; len; len -= piece) {
		page = i < MAX_SKB_FRAGS ? dev_alloc_page() : NULL;
		if (!page) {
			kfree_skb(skb);
			return NULL;
		}
		piece = min_t(u32, len, PAGE_SIZE);
		skb_add_rx_frag(skb, i++, page, 0, piece, PAGE_SIZE);
	}
	return skb;
}

/* Copy the pieces of a frame into a buffer of their length. */
static void frame_fill(struct netvsc *nv, struct sk_buff *skb,
		       const struct rndis_rsc *r)
{
	const u8 *mem = nv->recv.mem;
	u32 at = 0, i;

	if (!skb_is_nonlinear(skb)) {
		for (i = 0; i < r->count; i++) {
			memcpy(skb->data + at, mem + r->piece[i].where,
			       r->piece[i].len);
			at += r->piece[i].len;
		}
		return;
	}
	for (i = 0; i < r->count; i++) {
		/* Cannot fail: the buffer was made for it. */
		skb_store_bits(skb, at, mem + r->piece[i].where,
			       r->piece[i].len);
		at += r->piece[i].len;
	}
}

/*
 * The checksum in the IP header of a coalesced frame is that of its first
 * segment. Behind eth_type_trans(): data begins at the IP header.
 */
static void fix_ip_checksum(struct sk_buff *skb)
{
	struct iphdr *ip;

	if (skb->protocol != htons(ETH_P_IP) ||
	    !pskb_may_pull(skb, sizeof(*ip)))
		return;
	ip = (struct iphdr *)skb->data;
	if (ip->ihl < 5 || !pskb_may_pull(skb, ip->ihl * 4))
		return;
	ip = (struct iphdr *)skb->data;
	ip->check = 0;
	ip->check = ip_fast_csum((u8 *)ip, ip->ihl);
}

/* What came with the frame, into the fields of the stack. */
static void apply_info(struct netvsc_queue *q, struct sk_buff *skb,
		       const struct rndis_rsc *r)
{
	struct net_device *net = q->nv->net;
	const struct rndis_info *info = &r->info;

	skb->protocol = eth_type_trans(skb, net);
	skb_record_rx_queue(skb, q->index);
	skb_checksum_none_assert(skb);
	if (r->coalesced && r->count > 1) {
		fix_ip_checksum(skb);
		/* The host has looked at the segments that it put together. */
		skb->ip_summed = CHECKSUM_UNNECESSARY;
	} else if ((net->features & NETIF_F_RXCSUM) &&
		   (info->has & RNDIS_HAS_CSUM) &&
		   (info->csum & (RNDIS_CSUM_RX_TCP_OK |
				  RNDIS_CSUM_RX_UDP_OK))) {
		skb->ip_summed = CHECKSUM_UNNECESSARY;
	}
	if ((info->has & RNDIS_HAS_HASH) && (net->features & NETIF_F_RXHASH))
		skb_set_hash(skb, info->hash, PKT_HASH_TYPE_L4);
	if (info->has & RNDIS_HAS_VLAN)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q),
				       info->vlan_tci);
}

static void count_frame(struct netvsc_queue *q, u32 len, bool multicast)
{
	struct netvsc_stats *s = &q->rx_stats;

	u64_stats_update_begin(&s->syncp);
	s->packets++;
	s->bytes += len;
	s->multicast += multicast;
	u64_stats_update_end(&s->syncp);
}

/* A whole frame is in q->rx.rsc. False: there was no memory for it. */
static bool deliver(struct netvsc_queue *q)
{
	struct rndis_rsc *r = q->rx.rsc;
	struct netvsc *nv = q->nv;
	struct sk_buff *skb = NULL;
	struct bpf_prog *prog;
	u32 act = XDP_PASS;

	if (r->len < ETH_HLEN) {
		q->ev.rx_bad++;
		return true;
	}
	if (!netif_running(nv->net)) {
		q->ev.rx_dropped++;
		return true;
	}
	rcu_read_lock();
	prog = rcu_dereference(nv->xdp_prog);
	if (unlikely(prog))
		act = netvsc_xdp_run(q, prog, r, &skb);
	rcu_read_unlock();
	if (act != XDP_PASS)
		return true;
	if (!skb && !prog) {
		skb = frame_alloc(q, r->len);
		if (likely(skb))
			frame_fill(nv, skb, r);
	}
	if (unlikely(!skb)) {
		q->ev.rx_no_memory++;
		return false;
	}
	count_frame(q, skb->len, is_multicast_ether_addr(skb->data));
	apply_info(q, skb, r);
	napi_gro_receive(&q->napi, skb);
	return true;
}

/* One message out of the receive buffer. False: answer with a failure. */
static bool message(struct netvsc_queue *q, const struct nvsp_xfer_range *range,
		    int *frames)
{
	struct netvsc *nv = q->nv;
	struct netvsc_rx *rx = &q->rx;
	struct rndis_frame f;
	u32 copy, type;
	bool ok;

	if (unlikely(!nvsp_range_valid(range, nv->recv.bytes)))
		goto bad;
	copy = min_t(u32, range->byte_count, sizeof(rx->head));
	if (copy < sizeof(struct rndis_header))
		goto bad;
	memcpy(rx->head, (u8 *)nv->recv.mem + range->byte_offset, copy);
	/* The compiler must not read there again. */
	barrier();
	type = ((struct rndis_header *)rx->head)->type;
	if (unlikely(type != RNDIS_MSG_PACKET)) {
		netvsc_rndis_receive(nv, range->byte_offset,
				     range->byte_count);
		return true;
	}
	if (unlikely(rndis_parse_packet(rx->head, copy, range->byte_count, &f)))
		goto bad;
	switch (rndis_rsc_add(rx->rsc, &f, range->byte_offset)) {
	case 0:
		return true;
	case 1:
		ok = deliver(q);
		rndis_rsc_reset(rx->rsc);
		(*frames)++;
		return ok;
	default:
		break;
	}
bad:
	rndis_rsc_reset(rx->rsc);
	q->ev.rx_bad++;
	netvsc_log(nv, rx_err, "the host sent a damaged frame\n");
	return false;
}

int netvsc_rx_packet(struct netvsc_queue *q, const struct vmbus_packet *pkt)
{
	const struct nvsp_xfer_range *ranges;
	struct netvsc *nv = q->nv;
	int count, i, frames = 0;
	bool ok = true;

	count = nvsp_parse_xfer(pkt->hdr, pkt->hdr_len, pkt->data, pkt->len,
				&ranges);
	if (unlikely(count < 0 || !READ_ONCE(nv->recv.sections))) {
		q->ev.rx_bad++;
		netvsc_log(nv, rx_err, "the host sent a damaged packet\n");
		owe(q, pkt->trans_id, false);
		return 1;
	}
	/* Pieces lie in memory that is the host's again after the answer. */
	rndis_rsc_reset(q->rx.rsc);
	for (i = 0; i < count; i++)
		if (unlikely(!message(q, &ranges[i], &frames)))
			ok = false;
	if (unlikely(q->rx.rsc->count)) {
		rndis_rsc_reset(q->rx.rsc);
		q->ev.rx_bad++;
		ok = false;
	}
	owe(q, pkt->trans_id, ok);
	return frames ? frames : 1;
}
