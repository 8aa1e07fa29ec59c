// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames out. Small ones are copied into a section of the send buffer, several
 * into one while more are announced; others are described by their pages, and so
 * is the last one of a section when no more than its headers fit into it. What a
 * burst makes is staged in the ring and published together: one signal.
 */
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <linux/vmalloc.h>
#include <net/checksum.h>
#include <net/ip6_checksum.h>

#include "netvsc.h"

/* Below this many free slots a stopped queue stays stopped. */
#define WAKE_SLOTS	(NETVSC_SLOTS / 4)
/* Percent of the ring that must be free to wake a queue. */
#define WAKE_SPACE	20u
#define MAX_RANGES	VMBUS_MAX_PAGE_RANGES

/* -------- slots and sections -------- */

static void heads_assign(struct netvsc_tx *tx)
{
	u32 i;

	for (i = 0; i < NETVSC_SLOTS; i++) {
		tx->slot[i].head = tx->heads + i * NETVSC_SLOT_HEAD;
		tx->slot[i].head_pfn = vmbus_virt_to_pfn(tx->slot[i].head);
	}
}

int netvsc_tx_alloc(struct netvsc_queue *q)
{
	struct netvsc_tx *tx = &q->tx;
	u32 i;

	tx->slot = vzalloc(NETVSC_SLOTS * sizeof(*tx->slot));
	tx->free = kcalloc(NETVSC_SLOTS, sizeof(*tx->free), GFP_KERNEL);
	tx->heads = kvzalloc(NETVSC_SLOTS * NETVSC_SLOT_HEAD, GFP_KERNEL);
	if (!tx->slot || !tx->free || !tx->heads) {
		netvsc_tx_free(q);
		return -ENOMEM;
	}
	for (i = 0; i < NETVSC_SLOTS; i++) {
		tx->slot[i].section = NVSP_NO_SECTION;
		tx->free[i] = (u16)i;
	}
	heads_assign(tx);
	tx->tail = NETVSC_SLOTS;
	tx->hint = q->index * 16;
	return 0;
}

void netvsc_tx_free(struct netvsc_queue *q)
{
	kvfree(q->tx.heads);
	kfree(q->tx.free);
	vfree(q->tx.slot);
	memset(&q->tx, 0, sizeof(q->tx));
}

u32 netvsc_tx_outstanding(const struct netvsc_queue *q)
{
	return NETVSC_SLOTS -
		(READ_ONCE(q->tx.tail) - READ_ONCE(q->tx.head));
}

static struct netvsc_slot *slot_take(struct netvsc_tx *tx)
{
	struct netvsc_slot *slot;

	/* Pairs with the release in slot_put(): the index is there. */
	if (tx->head == smp_load_acquire(&tx->tail))
		return NULL;
	slot = &tx->slot[tx->free[tx->head & (NETVSC_SLOTS - 1)]];
	WRITE_ONCE(tx->head, tx->head + 1);
	return slot;
}

/* The slot taken last was not used; its index is still in its place. */
static void slot_untake(struct netvsc_tx *tx)
{
	WRITE_ONCE(tx->head, tx->head - 1);
}

/* Poller. */
static void slot_put(struct netvsc_tx *tx, struct netvsc_slot *slot)
{
	slot->packets = 0;
	tx->free[tx->tail & (NETVSC_SLOTS - 1)] = (u16)(slot - tx->slot);
	/* Pairs with the acquire in slot_take(). */
	smp_store_release(&tx->tail, tx->tail + 1);
}

static u32 section_take(struct netvsc_queue *q)
{
	struct netvsc *nv = q->nv;
	u32 n = nv->send.sections, from = q->tx.hint, i;

	if (from >= n)
		from = 0;
	i = from;
	for (;;) {
		i = find_next_zero_bit(nv->section_map, n, i);
		if (i >= n) {
			if (!from)
				break;
			n = from;
			from = 0;
			i = 0;
			continue;
		}
		if (!test_and_set_bit(i, nv->section_map)) {
			q->tx.hint = i + 1;
			return i;
		}
	}
	q->ev.tx_send_full++;
	return NVSP_NO_SECTION;
}

static void section_put(struct netvsc_queue *q, struct netvsc_slot *slot)
{
	if (slot->section == NVSP_NO_SECTION)
		return;
	/* What was in the section is read no more when somebody else takes it. */
	smp_mb__before_atomic();
	clear_bit(slot->section, q->nv->section_map);
	slot->section = NVSP_NO_SECTION;
}

static u8 *section_mem(struct netvsc *nv, u32 section)
{
	return (u8 *)nv->send.mem + section * nv->send.section;
}

/* -------- what travels with a frame -------- */

/*
 * A tag within the frame, as packet sockets put it there, is taken out to travel
 * beside it: hosts drop frames with a tag inside. 1: *tci is the tag, 0: there is
 * none, or -errno.
 */
static int tag_out(struct sk_buff *skb, u16 *tci)
{
	struct vlan_ethhdr *h = (struct vlan_ethhdr *)skb->data;
	int err;

	if (skb_headlen(skb) < ETH_HLEN ||
	    likely(h->h_vlan_proto != htons(ETH_P_8021Q)) ||
	    skb_vlan_tag_present(skb))
		return 0;
	if (!pskb_may_pull(skb, VLAN_ETH_HLEN))
		return -EINVAL;
	err = skb_cow_head(skb, 0);
	if (err)
		return err;
	h = (struct vlan_ethhdr *)skb->data;
	*tci = ntohs(h->h_vlan_TCI);
	skb->protocol = h->h_vlan_encapsulated_proto;
	memmove(skb->data + VLAN_HLEN, skb->data, 2 * ETH_ALEN);
	skb_pull(skb, VLAN_HLEN);
	skb_reset_mac_header(skb);
	if (skb_network_header(skb) < skb->data + ETH_HLEN)
		skb_set_network_header(skb, ETH_HLEN);
	return 1;
}

/* The frame is not sent now: as it came. */
static void tag_back(struct sk_buff *skb, u16 tci)
{
	struct vlan_ethhdr *h;

	h = (struct vlan_ethhdr *)skb_push(skb, VLAN_HLEN);
	memmove(h, skb->data + VLAN_HLEN, 2 * ETH_ALEN);
	h->h_vlan_proto = htons(ETH_P_8021Q);
	h->h_vlan_TCI = htons(tci);
	skb->protocol = htons(ETH_P_8021Q);
	skb_reset_mac_header(skb);
}

/*
 * Fill @info. The stack has set the transport header for what is to be done
 * here. 0, or -errno: the frame cannot be sent.
 */
static int fill_info(struct netvsc *nv, struct sk_buff *skb,
		     struct rndis_info *info)
{
	u32 offset, can = nv->off.can;
	bool v6, tcp;
	int err;

	memset(info, 0, sizeof(*info));
	if (nv->queues > 1) {
		info->hash = skb_get_hash_raw(skb);
		if (info->hash)
			info->has |= RNDIS_HAS_HASH;
	}
	if (skb_vlan_tag_present(skb)) {
		info->vlan_tci = skb_vlan_tag_get(skb);
		info->has |= RNDIS_HAS_VLAN;
	}
	if (skb->ip_summed != CHECKSUM_PARTIAL)
		return 0;

	offset = skb_transport_offset(skb);
	if (skb_is_gso(skb)) {
		/* Kernels of today segment what has such options themselves. */
		if (offset > RNDIS_LSO_HDR_MAX)
			return -EMSGSIZE;
		err = skb_cow_head(skb, 0);
		if (err)
			return err;
		v6 = skb_is_gso_v6(skb);
		info->has |= RNDIS_HAS_LSO;
		info->lso = (skb_shinfo(skb)->gso_size & RNDIS_LSO_MSS_MASK) |
			    offset << RNDIS_LSO_HDR_SHIFT | RNDIS_LSO_V2;
		/* The host puts the length of each segment into it. */
		if (v6) {
			info->lso |= RNDIS_LSO_IPV6;
			ipv6_hdr(skb)->payload_len = 0;
			tcp_hdr(skb)->check =
				~csum_ipv6_magic(&ipv6_hdr(skb)->saddr,
						 &ipv6_hdr(skb)->daddr, 0,
						 IPPROTO_TCP, 0);
		} else {
			ip_hdr(skb)->tot_len = 0;
			ip_hdr(skb)->check = 0;
			tcp_hdr(skb)->check =
				~csum_tcpudp_magic(ip_hdr(skb)->saddr,
						   ip_hdr(skb)->daddr, 0,
						   IPPROTO_TCP, 0);
		}
		return 0;
	}

	v6 = skb->protocol == htons(ETH_P_IPV6);
	tcp = skb->csum_offset == offsetof(struct tcphdr, check);
	if (vlan_get_protocol(skb) == htons(ETH_P_IPV6))
		v6 = true;
	if (tcp)
		can &= v6 ? RNDIS_OFF_TCP6 : RNDIS_OFF_TCP4;
	else if (skb->csum_offset == offsetof(struct udphdr, check))
		can &= v6 ? RNDIS_OFF_UDP6 : RNDIS_OFF_UDP4;
	else
		can = 0;
	if (!can || offset > RNDIS_CSUM_TX_HDR_MASK)
		return skb_checksum_help(skb);
	info->has |= RNDIS_HAS_CSUM;
	info->csum = (v6 ? RNDIS_CSUM_TX_IPV6 : RNDIS_CSUM_TX_IPV4) |
		     (tcp ? RNDIS_CSUM_TX_TCP : RNDIS_CSUM_TX_UDP) |
		     offset << RNDIS_CSUM_TX_HDR_SHIFT;
	return 0;
}

/* -------- sending -------- */

/* Hand a slot with a section to the ring. 0, -EAGAIN, -ENODEV. */
static int send_section(struct netvsc_queue *q, struct netvsc_slot *slot,
			u32 bytes, u32 flags)
{
	struct nvsp_message m;
	int err;
	u64 id;

	id = vmbus_request_set(q->chan, (u32)(slot - q->tx.slot), slot);
	if (unlikely(id == VMBUS_NO_REQUEST))
		return -EAGAIN;
	nvsp_build_rndis(&m, false, slot->section, bytes);
	err = vmbus_sendpacket(q->chan, &m, sizeof(m), id,
			       VMBUS_PKT_DATA_INBAND,
			       VMBUS_SEND_COMPLETION | flags);
	if (unlikely(err))
		vmbus_request_take(q->chan, id);
	return err;
}

/*
 * Give up what is in the open section: the channel is gone. The byte limits are
 * reset with the session.
 */
static void drop_open(struct netvsc_queue *q)
{
	struct netvsc_slot *slot = q->tx.open;

	q->tx.open = NULL;
	q->tx.stuck = false;
	q->ev.tx_errors += slot->packets;
	section_put(q, slot);
	slot->packets = 0;
	/* Nothing was taken since: it is the last one. */
	slot_untake(&q->tx);
}

/*
 * Send the open section. False when there is no room: it stays open, stuck, and
 * the poller tries again.
 */
static bool flush_open(struct netvsc_queue *q, u32 flags)
{
	struct netvsc_tx *tx = &q->tx;
	int err;

	if (!tx->open)
		return true;
	err = send_section(q, tx->open, tx->open_used, flags);
	if (likely(!err)) {
		tx->open = NULL;
		tx->stuck = false;
		return true;
	}
	if (err != -EAGAIN) {
		drop_open(q);
		return true;
	}
	q->ev.tx_no_space++;
	tx->stuck = true;
	return false;
}

/* Bytes to add so that the next message begins where the host wants it. */
static u32 padding(const struct netvsc *nv, u32 used)
{
	return -used & (nv->limits.align - 1);
}

/* Append a piece of memory to a list of pages; false when it does not fit. */
static bool describe(struct vmbus_page_range *r, u32 *n, u64 pfn, u32 offset,
		     u32 len)
{
	u32 piece;

	pfn += offset >> HV_HYP_PAGE_SHIFT;
	offset &= HV_HYP_PAGE_SIZE - 1;
	while (len) {
		if (*n == MAX_RANGES)
			return false;
		piece = min(len, HV_HYP_PAGE_SIZE - offset);
		r[*n].pfn = pfn++;
		r[*n].offset = offset;
		r[*n].len = piece;
		(*n)++;
		offset = 0;
		len -= piece;
	}
	return true;
}

static u64 page_pfn(struct page *page)
{
	return (u64)page_to_pfn(page) << (PAGE_SHIFT - HV_HYP_PAGE_SHIFT);
}

/*
 * Append the pages of a frame to a list of @n. Number of ranges, or 0 when there
 * would be too many.
 */
static u32 fill_ranges(struct vmbus_page_range *r, u32 n, struct sk_buff *skb)
{
	int i;

	if (!describe(r, &n, vmbus_virt_to_pfn(skb->data),
		      (unsigned long)skb->data & (HV_HYP_PAGE_SIZE - 1),
		      skb_headlen(skb)))
		return 0;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		const skb_frag_t *f = &skb_shinfo(skb)->frags[i];

		if (!describe(r, &n, page_pfn(skb_frag_page(f)),
			      skb_frag_off(f), skb_frag_size(f)))
			return 0;
	}
	return n;
}

/*
 * Send the open section with one frame more, of which only the headers go into
 * it: the host takes what its pages hold as the continuation. Spares the copy
 * and a packet of its own. 1: sent, 0: this frame cannot go that way, -EBUSY: no
 * room in the ring, the section stays open.
 */
static noinline int send_partial(struct netvsc_queue *q, struct sk_buff *skb,
				 const u8 *head, u32 head_len, u32 flags)
{
	struct vmbus_page_range r[MAX_RANGES];
	struct netvsc_tx *tx = &q->tx;
	struct netvsc_slot *slot = tx->open;
	struct netvsc *nv = q->nv;
	u32 pad = padding(nv, tx->open_used);
	struct nvsp_message m;
	u8 *mem = section_mem(nv, slot->section);
	int err;
	u64 id;
	u32 n;

	/* Small ones are cheaper copied, and told to the byte limits. */
	if (skb->len <= NETVSC_HOLD_MAX ||
	    skb_shinfo(skb)->frag_list ||
	    slot->packets >= nv->limits.max_packets ||
	    tx->open_used + pad + head_len > nv->send.section ||
	    tx->open_used + pad + head_len + skb->len > nv->limits.max_bytes)
		return 0;
	n = fill_ranges(r, 0, skb);
	if (!n)
		return 0;
	id = vmbus_request_set(q->chan, (u32)(slot - tx->slot), slot);
	err = -EAGAIN;
	if (likely(id != VMBUS_NO_REQUEST)) {
		if (pad) {
			/* Harmless if it is not sent now: it is counted. */
			rndis_pad_packet(mem + tx->open_last, pad);
			memset(mem + tx->open_used, 0, pad);
			tx->open_used += pad;
		}
		memcpy(mem + tx->open_used, head, head_len);
		/* The host may be done with it before we are. */
		slot->skb = skb;
		slot->packets++;
		slot->bytes += skb->len;
		skb_tx_timestamp(skb);
		nvsp_build_rndis(&m, false, slot->section,
				 tx->open_used + head_len);
		err = vmbus_sendpacket_ranges(q->chan, r, n, &m, sizeof(m), id,
					      VMBUS_SEND_COMPLETION | flags);
		if (likely(!err)) {
			tx->open = NULL;
			tx->stuck = false;
			q->ev.tx_partial++;
			return 1;
		}
		vmbus_request_take(q->chan, id);
		slot->bytes -= skb->len;
		slot->packets--;
		slot->skb = NULL;
	}
	if (err != -EAGAIN)
		return 0;
	q->ev.tx_no_space++;
	tx->stuck = true;
	return -EBUSY;
}

/*
 * Copy a frame into the open section, or into a new one. 1: done, 2: sent with
 * what was in the section, 0: there is no section, -EBUSY: no room to send the
 * one that is full. @flags: how to send. @hold: the byte limits are told of it.
 */
static int copy_frame(struct netvsc_queue *q, struct sk_buff *skb,
		      const u8 *head, u32 head_len, u32 flags, bool hold)
{
	struct netvsc_tx *tx = &q->tx;
	struct netvsc *nv = q->nv;
	u32 need = head_len + skb->len, pad, section;
	struct netvsc_slot *slot = tx->open;
	u8 *mem;
	int err;

	if (slot) {
		mem = section_mem(nv, slot->section);
		pad = padding(nv, tx->open_used);
		if (slot->packets < nv->limits.max_packets &&
		    tx->open_used + pad + need <=
		    min(nv->send.section, nv->limits.max_bytes)) {
			if (pad) {
				rndis_pad_packet(mem + tx->open_last, pad);
				memset(mem + tx->open_used, 0, pad);
				tx->open_used += pad;
			}
			goto append;
		}
		err = send_partial(q, skb, head, head_len, flags);
		if (err)
			return err > 0 ? 2 : err;
		if (!flush_open(q, VMBUS_SEND_MORE))
			return -EBUSY;
	}
	slot = slot_take(tx);
	if (!slot)
		return -EBUSY;
	section = section_take(q);
	if (section == NVSP_NO_SECTION) {
		slot_untake(tx);
		return 0;
	}
	slot->section = section;
	slot->skb = NULL;
	slot->packets = 0;
	slot->bytes = 0;
	slot->held_packets = 0;
	slot->held_bytes = 0;
	tx->open = slot;
	tx->open_used = 0;
	mem = section_mem(nv, section);
append:
	tx->open_last = tx->open_used;
	mem += tx->open_used;
	memcpy(mem, head, head_len);
	skb_copy_bits(skb, 0, mem + head_len, skb->len);
	tx->open_used += need;
	slot->packets++;
	slot->bytes += skb->len;
	if (hold) {
		slot->held_packets++;
		slot->held_bytes += skb->len;
	}
	return 1;
}

/* Describe a frame by its pages. 0, -EBUSY, -EMSGSIZE, -ENOMEM, -ENODEV. */
static int direct_frame(struct netvsc_queue *q, struct sk_buff *skb,
			const u8 *head, u32 head_len, u32 flags)
{
	struct vmbus_page_range r[MAX_RANGES];
	struct netvsc_tx *tx = &q->tx;
	struct netvsc_slot *slot;
	struct nvsp_message m;
	u32 heads = 0, n;
	int err;
	u64 id;

	/* In order. */
	if (!flush_open(q, VMBUS_SEND_MORE))
		return -EBUSY;
	slot = slot_take(tx);
	if (!slot)
		return -EBUSY;
	memcpy(slot->head, head, head_len);
	describe(r, &heads, slot->head_pfn,
		 (unsigned long)slot->head & (HV_HYP_PAGE_SIZE - 1), head_len);
	n = skb_shinfo(skb)->frag_list ? 0 : fill_ranges(r, heads, skb);
	if (!n) {
		q->ev.tx_scattered++;
		if (skb_linearize(skb)) {
			q->ev.tx_no_memory++;
			slot_untake(tx);
			return -ENOMEM;
		}
		n = fill_ranges(r, heads, skb);
		if (!n) {
			q->ev.tx_too_big++;
			slot_untake(tx);
			return -EMSGSIZE;
		}
	}
	slot->skb = skb;
	slot->section = NVSP_NO_SECTION;
	slot->packets = 1;
	slot->bytes = skb->len;
	id = vmbus_request_set(q->chan, (u32)(slot - tx->slot), slot);
	err = -EAGAIN;
	skb_tx_timestamp(skb);
	if (likely(id != VMBUS_NO_REQUEST)) {
		nvsp_build_rndis(&m, false, NVSP_NO_SECTION, 0);
		err = vmbus_sendpacket_ranges(q->chan, r, n, &m, sizeof(m), id,
					      VMBUS_SEND_COMPLETION | flags);
		if (unlikely(err))
			vmbus_request_take(q->chan, id);
	}
	if (unlikely(err)) {
		slot->skb = NULL;
		slot->packets = 0;
		slot_untake(tx);
		if (err == -EAGAIN) {
			q->ev.tx_no_space++;
			err = -EBUSY;
		}
	}
	return err;
}

/* The stack waits for the host now; one that loses frames would make it wait for ever. */
static void stopped(struct netvsc_queue *q)
{
	q->tx.stopped_at = jiffies;
	schedule_delayed_work(&q->nv->stuck_work, NETVSC_STUCK);
}

bool netvsc_tx_stuck(struct netvsc *nv, bool *waiting)
{
	struct netvsc_queue *q;
	bool stuck = false;
	u32 i;

	*waiting = false;
	for (i = 0; i < nv->queues; i++) {
		q = nv->queue[i];
		if (!q || !q->running ||
		    !netif_xmit_stopped(netdev_get_tx_queue(nv->net, i)))
			continue;
		*waiting = true;
		if (jiffies - READ_ONCE(q->tx.stopped_at) >= NETVSC_STUCK)
			stuck = true;
	}
	return stuck;
}

int netvsc_tx_frame(struct netvsc_queue *q, struct sk_buff *skb, bool more)
{
	struct netdev_queue *txq = netdev_get_tx_queue(q->nv->net, q->index);
	u8 head[RNDIS_TX_HEAD_MAX] __aligned(4);
	struct netvsc *nv = q->nv;
	u32 head_len, flags, len;
	struct rndis_info info;
	int err, tagged;
	u16 tci = 0;
	bool hold;

	if (unlikely(!q->running || nv->tx_off || q->lost))
		goto drop;
	tagged = tag_out(skb, &tci);
	if (unlikely(tagged < 0)) {
		q->ev.vlan_error++;
		goto drop;
	}
	len = skb->len;
	err = fill_info(nv, skb, &info);
	if (unlikely(err)) {
		if (err == -EMSGSIZE)
			q->ev.tx_too_big++;
		else
			q->ev.tx_no_memory++;
		goto drop;
	}
	if (unlikely(tagged)) {
		info.vlan_tci = tci;
		info.has |= RNDIS_HAS_VLAN;
	}
	head_len = rndis_build_packet(head, len, &info);
	if (more)
		/* With byte limits the stack may have to be told now. */
		more = !netif_xmit_stopped(txq);
	flags = more ? VMBUS_SEND_MORE : 0;

	/* With few packets out there is nothing to be sent together with. */
	hold = len <= NETVSC_HOLD_MAX &&
	       netvsc_tx_outstanding(q) > NETVSC_HOLD_OUT;
	err = 0;
	if (head_len + len <= nv->copy_max)
		err = copy_frame(q, skb, head, head_len, flags, hold);
	if (err == 0) {
		err = direct_frame(q, skb, head, head_len, flags);
		if (unlikely(err)) {
			if (err == -EBUSY)
				goto busy;
			goto drop;
		}
		err = 2;
	}
	/* In the ring: nothing of this frame waits in a section. */
	if (err == 2) {
		if (more && netif_xmit_stopped(txq))
			vmbus_flush(q->chan);
		return 0;
	}
	if (unlikely(err < 0))
		goto busy;
	/*
	 * Byte limits hold small frames back until the host has taken those
	 * before, which then come several at once and are sent together. Large
	 * ones fill a section by few or are sent alone: to hold them back gains
	 * nothing but interrupts, and fq_codel drops what is held back for long.
	 * To be told before the host hears of the frame, which may be faster
	 * than we are.
	 */
	if (hold)
		netdev_tx_sent_queue(txq, len);
	skb_tx_timestamp(skb);
	/*
	 * Copied. TCP counts what it has under way by frames that are not freed
	 * (TCP small queues), but to keep it until the host has taken it costs
	 * more than it gains (docs/bench.md).
	 */
	dev_consume_skb_any(skb);
	if (netif_xmit_stopped(txq)) {
		stopped(q);
		more = false;
	}
	if (!more)
		flush_open(q, 0);
	return 0;
busy:
	if (unlikely(tagged))
		tag_back(skb, tci);
	return -EBUSY;
drop:
	q->ev.tx_errors++;
	dev_kfree_skb_any(skb);
	/* Others may be waiting for this last one of the burst. */
	if (!more)
		netvsc_tx_kick(q);
	return 0;
}

void netvsc_tx_kick(struct netvsc_queue *q)
{
	if (!q->running || q->nv->tx_off)
		return;
	if (!q->tx.open || !flush_open(q, 0))
		vmbus_flush(q->chan);
}

netdev_tx_t netvsc_xmit(struct sk_buff *skb, struct net_device *net)
{
	struct netvsc *nv = netdev_priv(net);
	u32 index = skb_get_queue_mapping(skb);
	struct netvsc_queue *q;
	struct netdev_queue *txq;

	if (rcu_access_pointer(nv->vf) && netvsc_vf_xmit(nv, skb))
		return NETDEV_TX_OK;
	q = index < NETVSC_MAX_QUEUES ? nv->queue[index] : NULL;
	if (unlikely(!q)) {
		dev_kfree_skb_any(skb);
		return NETDEV_TX_OK;
	}
	if (likely(netvsc_tx_frame(q, skb, netdev_xmit_more()) != -EBUSY))
		return NETDEV_TX_OK;

	/*
	 * Stop, then try again: what was freed before the queue was stopped
	 * wakes nobody.
	 */
	txq = netdev_get_tx_queue(net, index);
	netif_tx_stop_queue(txq);
	stopped(q);
	q->ev.stop_queue++;
	/* Stopped before looking again. Pairs with netvsc_tx_poll_end(). */
	smp_mb();
	if (netvsc_tx_frame(q, skb, false) != -EBUSY) {
		if (!q->tx.stuck) {
			netif_tx_start_queue(txq);
			q->ev.wake_queue++;
		}
		return NETDEV_TX_OK;
	}
	q->ev.tx_busy++;
	vmbus_flush(q->chan);
	return NETDEV_TX_BUSY;
}

/* -------- completions -------- */

void netvsc_tx_done(struct netvsc_queue *q, struct netvsc_slot *slot,
		    const struct vmbus_packet *pkt)
{
	struct netvsc_tx *tx = &q->tx;
	u32 status;

	if (unlikely(nvsp_parse_rndis_complete(pkt->data, pkt->len, &status)) ||
	    unlikely(status != NVSP_STATUS_SUCCESS)) {
		q->ev.tx_errors += slot->packets;
		netvsc_log(q->nv, tx_err, "the host did not send a frame\n");
	} else {
		u64_stats_update_begin(&q->tx_stats.syncp);
		q->tx_stats.packets += slot->packets;
		q->tx_stats.bytes += slot->bytes;
		u64_stats_update_end(&q->tx_stats.syncp);
	}
	if (slot->skb) {
		napi_consume_skb(slot->skb, 1);
		slot->skb = NULL;
	}
	if (slot->section != NVSP_NO_SECTION) {
		/* netvsc_tx_frame() has told the byte limits of these. */
		tx->done_packets += slot->held_packets;
		tx->done_bytes += slot->held_bytes;
	}
	section_put(q, slot);
	slot_put(tx, slot);
}

void netvsc_tx_poll_end(struct netvsc_queue *q)
{
	struct netdev_queue *txq = netdev_get_tx_queue(q->nv->net, q->index);
	struct netvsc_tx *tx = &q->tx;

	if (tx->done_packets) {
		netdev_tx_completed_queue(txq, tx->done_packets,
					  tx->done_bytes);
		tx->done_packets = 0;
		tx->done_bytes = 0;
	}
	/* Pairs with the barrier in netvsc_xmit(). */
	smp_mb();
	if (likely(!netif_tx_queue_stopped(txq) && !READ_ONCE(tx->stuck)))
		return;
	__netif_tx_lock(txq, smp_processor_id());
	/* What was taken before a stop is still sent: the stop waits for it. */
	if (q->running && (!tx->stuck || flush_open(q, 0)) &&
	    !q->nv->tx_off && netif_tx_queue_stopped(txq) &&
	    NETVSC_SLOTS - netvsc_tx_outstanding(q) >= WAKE_SLOTS &&
	    (vmbus_channel_send_space(q->chan) >= WAKE_SPACE ||
	     !netvsc_tx_outstanding(q))) {
		netif_tx_wake_queue(txq);
		q->ev.wake_queue++;
	}
	__netif_tx_unlock(txq);
}

void netvsc_tx_reset(struct netvsc_queue *q, bool leak)
{
	struct netvsc_tx *tx = &q->tx;
	struct netvsc_slot *slot;
	unsigned int leaked = 0;
	u8 *heads;
	u32 i;

	for (i = 0; i < NETVSC_SLOTS; i++) {
		slot = &tx->slot[i];
		if (slot->skb && leak)
			leaked++;
		else if (slot->skb)
			dev_kfree_skb_any(slot->skb);
		slot->skb = NULL;
		slot->section = NVSP_NO_SECTION;
		slot->packets = 0;
		tx->free[i] = (u16)i;
	}
	if (leaked) {
		netdev_warn(q->nv->net, "leaking %u frames that the host has\n",
			    leaked);
		/* Their headers, too. */
		heads = kvzalloc(NETVSC_SLOTS * NETVSC_SLOT_HEAD, GFP_KERNEL);
		if (heads) {
			tx->heads = heads;
			heads_assign(tx);
		}
	}
	tx->head = 0;
	tx->tail = NETVSC_SLOTS;
	tx->open = NULL;
	tx->stuck = false;
	tx->done_packets = 0;
	tx->done_bytes = 0;
	netdev_tx_reset_queue(netdev_get_tx_queue(q->nv->net, q->index));
}
