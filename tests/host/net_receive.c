// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the switch to the guest: filters, receive-side scaling, coalescing,
 * sections of the receive buffer, transfer-page packets.
 */
#include <stdlib.h>
#include <string.h>

#include "net.h"

#define BATCH_RANGES	64u	/* frames in one packet */
#define RSC_PIECES	128u
#define RSC_BYTES	65000u
#define HEAD_MAX	160u

struct batch {
	unsigned int queue, n;
	struct xfer_range range[BATCH_RANGES + RSC_PIECES];
	struct run run[BATCH_RANGES + RSC_PIECES];
};

/* ---- scaling ---- */

static u32 toeplitz(const u8 *key, const u8 *in, unsigned int len)
{
	u32 window = get32(key), hash = 0;
	unsigned int i, bit;

	for (i = 0; i < len; i++)
		for (bit = 0; bit < 8; bit++) {
			if (in[i] & 0x80 >> bit)
				hash ^= window;
			window = window << 1 | (i + 4 < RSS_KEY_LEN ? key[i + 4] >> (7 - bit) & 1 : 0);
		}
	return hash;
}

u32 net_queue_of(struct net *n, const struct frame *f, u32 *hash, bool *hashed)
{
	u8 in[36];
	u32 size, q;
	struct hdrs h;
	bool ports;

	*hashed = false;
	if (!n->rss || !n->ntable || !headers_find(f->data, f->len, &h))
		return 0;
	size = h.v4 ? 8 : 32;
	memcpy(in, f->data + h.l3 + (h.v4 ? 12 : 8), size);
	ports = h.tcp && n->hash_info & (h.v4 ? HASH_TCPV4 : HASH_TCPV6);
	if (ports) {
		memcpy(in + size, f->data + h.l4, 4);
		size += 4;
	} else if (!(n->hash_info & (h.v4 ? HASH_IPV4 : HASH_IPV6))) {
		return 0;
	}
	*hash = toeplitz(n->key, in, size);
	*hashed = true;
	q = n->table[*hash % n->ntable];
	return q < NET_QUEUES && n->chan[q] ? q : 0;
}

/* ---- sections ---- */

void buf_write(u8 **page, u32 at, const void *from, u32 len)
{
	const u8 *src = from;

	while (len) {
		u32 in = at % HV_PAGE, part = HV_PAGE - in < len ? HV_PAGE - in : len;

		memcpy(page[at / HV_PAGE] + in, src, part);
		src += part;
		at += part;
		len -= part;
	}
}

void buf_read(u8 **page, u32 at, void *to, u32 len)
{
	u8 *dst = to;

	while (len) {
		u32 in = at % HV_PAGE, part = HV_PAGE - in < len ? HV_PAGE - in : len;

		memcpy(dst, page[at / HV_PAGE] + in, part);
		dst += part;
		at += part;
		len -= part;
	}
}

static bool run_take(struct net *n, u32 bytes, struct run *r)
{
	u32 need = (bytes + n->section_size - 1) / n->section_size, at = n->next_section, tried = 0, have = 0;

	if (!n->recv_page || !need || need > n->nsections - n->sections_used)
		return false;
	for (; tried < n->nsections + need; tried++, at++) {
		if (at >= n->nsections) {
			at = 0;
			have = 0;
		}
		have = n->section_busy[at] ? 0 : have + 1;
		if (have < need)
			continue;
		r->first = at + 1 - need;
		r->count = need;
		memset(n->section_busy + r->first, 1, need);
		n->sections_used += need;
		n->next_section = at + 1;
		return true;
	}
	return false;
}

static void run_give(struct net *n, const struct run *r)
{
	if (r->first + r->count > n->nsections)
		return;		/* of a buffer that is gone */
	memset(n->section_busy + r->first, 0, r->count);
	n->sections_used -= r->count;
}

static struct rx_slot *slot_new(struct net *n)
{
	unsigned int i;

	for (i = 0; i < RX_SLOTS; i++) {
		u32 k = (n->next_slot + i) % RX_SLOTS;

		if (n->slot[k].id)
			continue;
		n->next_slot = k + 1;
		n->slot[k].id = (u64)++n->rx_generation << 32 | (k + 1);
		return &n->slot[k];
	}
	return NULL;
}

static void slot_end(struct net *n, struct rx_slot *s)
{
	u32 i;

	for (i = 0; i < s->nruns; i++)
		run_give(n, &s->run[i]);
	free(s->run);
	memset(s, 0, sizeof(*s));
}

void net_rx_reset(struct net *n, struct channel *c)
{
	unsigned int i;

	for (i = 0; i < RX_SLOTS; i++)
		if (n->slot[i].id && (!c || n->slot[i].chan == c))
			slot_end(n, &n->slot[i]);
}

void net_rx_completed(struct net *n, struct channel *c, const struct packet *p)
{
	u32 k = (u32)p->trans_id - 1;
	struct nv_status v = { 0 };

	(void)c;
	if (p->len < sizeof(v)) {
		check_failed("nvsp_short", "%s: completion of %u bytes", n->dev->name, p->len);
		return;
	}
	memcpy(&v, p->data, sizeof(v));
	if (v.type != NV_RNDIS_DONE || v.status != NVS_OK)
		check_failed("nvsp_completion", "%s: completion of type %u, status %u", n->dev->name, v.type, v.status);
	pthread_mutex_lock(&n->lock);
	if (k < RX_SLOTS && n->slot[k].id == p->trans_id)
		slot_end(n, &n->slot[k]);
	pthread_mutex_unlock(&n->lock);
}

/* ---- packets ---- */

/* Send what has been put together; false: it was given up.  Lock held. */
static bool batch_send(struct net *n, struct batch *b, u32 channel)
{
	struct channel *c = n->chan[b->queue];
	struct xfer_head *h;
	struct rx_slot *s;
	u8 nvsp[NVSP_MAX] = { 0 };
	struct nv_rndis m = { NV_RNDIS, channel, SECTION_NONE, 0 };
	u8 head[sizeof(*h) + sizeof(b->range)];
	unsigned int i;

	if (!b->n)
		return true;
	s = c ? slot_new(n) : NULL;
	if (s) {
		s->run = malloc(b->n * sizeof(*s->run));
		if (!s->run)
			die(4, "out of memory for a receive packet");
		memcpy(s->run, b->run, b->n * sizeof(*s->run));
		s->nruns = b->n;
		s->chan = c;
		h = (void *)head;
		memset(h, 0, sizeof(*h));
		h->set = RECV_BUF_ID;
		h->ranges = b->n;
		memcpy(head + sizeof(*h), b->range, b->n * sizeof(b->range[0]));
		memcpy(nvsp, &m, sizeof(m));
		if (!channel_send(c, PKT_XFER_PAGES, PKT_FLAG_COMPLETE, s->id, head,
				  sizeof(*h) + b->n * sizeof(b->range[0]), nvsp, n->nvsp >= NVSP_V61 ? 40 : 28)) {
			net_count(n, NS_RX_MESSAGES, 1);
			b->n = 0;
			return true;
		}
		slot_end(n, s);
	} else {
		for (i = 0; i < b->n; i++)
			run_give(n, &b->run[i]);
	}
	net_count(n, NS_RX_NO_BUFFER, b->n);
	b->n = 0;
	return false;
}

/* One more range in a batch: a head and a body.  Lock held. */
static bool batch_add(struct net *n, struct batch *b, const void *head, u32 head_len, const void *body, u32 body_len)
{
	struct run *r = &b->run[b->n];

	if (!run_take(n, head_len + body_len, r))
		return false;
	b->range[b->n].offset = r->first * n->section_size;
	b->range[b->n].count = head_len + body_len;
	buf_write(n->recv_page, b->range[b->n].offset, head, head_len);
	buf_write(n->recv_page, b->range[b->n].offset + head_len, body, body_len);
	b->n++;
	return true;
}

bool net_send_bytes(struct net *n, unsigned int queue, u32 channel, const void *msg, u32 len)
{
	struct batch b;

	b.queue = queue;
	b.n = 0;
	return n->chan[queue] && batch_add(n, &b, msg, len, NULL, 0) && batch_send(n, &b, channel);
}

bool net_send_control(struct net *n, const void *msg, u32 len)
{
	if (net_send_bytes(n, 0, 1, msg, len))
		return true;
	trace("dev", "%s: no room for an RNDIS answer", n->dev->name);
	return false;
}

void net_indicate(struct net *n, u32 status)
{
	struct { struct rn_head h; struct rn_indicate i; u32 value; } PACKED m = {
		{ RN_INDICATE, sizeof(m) - 4 }, { status, 0, 0 }, 0
	};

	if (status == RS_SPEED) {	/* the only one that says more */
		m.h.length = sizeof(m);
		m.i.len = sizeof(m.value);
		m.i.off = sizeof(m.i);
		m.value = net_speed(n);
	}
	if (n->rndis_up)
		net_send_control(n, &m, m.h.length);
}

/* ---- RNDIS heads ---- */

static u32 put_ppi(u8 *to, u32 type, const void *data, u32 len)
{
	struct rn_ppi p = { sizeof(p) + len, type, sizeof(p) };

	memcpy(to, &p, sizeof(p));
	memcpy(to + sizeof(p), data, len);
	return sizeof(p) + len;
}

static u32 csum_info(struct net *n, const struct frame *f)
{
	struct hdrs h;
	u32 v = 0;

	if (!headers_find(f->data, f->len, &h))
		return 0;
	if (h.v4 && n->on.rx_ip4 && f->sums & FR_L3_OK)
		v |= RXC_IP_OK;
	if (f->sums & FR_L4_OK) {
		if (h.tcp && (h.v4 ? n->on.rx_tcp4 : n->on.rx_tcp6))
			v |= RXC_TCP_OK;
		if (h.udp && (h.v4 ? n->on.rx_udp4 : n->on.rx_udp6))
			v |= RXC_UDP_OK;
	}
	return v;
}

/* The head of a data message for len bytes.  piece: flags ID_*, 0 when it is whole. */
static u32 data_head(u8 *to, const struct frame *f, u32 len, u32 csum, u32 hash, bool hashed, u8 piece)
{
	struct rn_head h = { RN_PACKET, 0 };
	struct rn_packet p = { 0 };
	u32 at = sizeof(h) + sizeof(p);

	if (csum)
		at += put_ppi(to + at, PPI_CHECKSUM, &csum, 4);
	if (f->tagged) {
		u32 v = (f->tci >> 13) | (f->tci >> 12 & 1) << 3 | (f->tci & 0xfff) << 4;

		at += put_ppi(to + at, PPI_VLAN, &v, 4);
	}
	if (hashed)
		at += put_ppi(to + at, PPI_HASH, &hash, 4);
	if (piece) {
		u8 id[4] = { ID_VERSION, piece, 0, 0 };

		at += put_ppi(to + at, PPI_ID | PPI_INTERNAL, id, 4);
	}
	p.ppi_off = at > sizeof(h) + sizeof(p) ? sizeof(p) : 0;
	p.ppi_len = at - sizeof(h) - sizeof(p);
	p.data_off = at - sizeof(h);
	p.data_len = len;
	h.length = at + len;
	memcpy(to, &h, sizeof(h));
	memcpy(to + sizeof(h), &p, sizeof(p));
	return at;
}

/* ---- coalescing ---- */

/* A TCP segment that may be part of a coalesced one. */
static bool rsc_fit(struct net *n, const struct frame *f, struct hdrs *h)
{
	if (!(f->sums & FR_L4_OK) || !headers_find(f->data, f->len, h) || !h->tcp)
		return false;
	if (h->v4 ? !n->on.rsc4 || h->l4 - h->l3 != 20 : !n->on.rsc6 || h->l4 - h->l3 != 40)
		return false;
	return (f->data[h->l4 + 13] & ~0x08) == 0x10 && h->end > h->payload;
}

/* How many frames from the first on are one stretch of one stream. */
static unsigned int rsc_run(struct net *n, const struct frame *f, unsigned int count)
{
	u32 next, total, i, size;
	struct hdrs a, b;

	if (!rsc_fit(n, f, &a) || f->data[a.l4 + 13] & 0x08)
		return 1;
	next = get32(f->data + a.l4 + 4) + (a.end - a.payload);
	total = a.end;
	size = a.v4 ? 8 : 32;
	for (i = 1; i < count && i < RSC_PIECES; i++) {
		const u8 *p = f[i].data;

		if (f[i].tagged != f->tagged || (f->tagged && f[i].tci != f->tci) || !rsc_fit(n, &f[i], &b) || b.v4 != a.v4 ||
		    memcmp(p, f->data, 12) || memcmp(p + b.l4 - size, f->data + a.l4 - size, size + 4) ||
		    b.payload != a.payload || get32(p + b.l4 + 4) != next || total + b.end - b.payload > RSC_BYTES)
			break;
		next += b.end - b.payload;
		total += b.end - b.payload;
		if (p[b.l4 + 13] & 0x08)
			return i + 1;
	}
	return i;
}

/* Put a stretch into the batch as pieces; false: no room, nothing was added. */
static bool rsc_add(struct net *n, struct batch *b, const struct frame *f, unsigned int count, u32 hash, bool hashed)
{
	unsigned int i, before = b->n;
	u32 total = 0, len;
	u8 head[HEAD_MAX], first[ETH_HLEN + 60 + 60];
	struct hdrs h, last;

	for (i = 0; i < count; i++) {
		headers_find(f[i].data, f[i].len, &h);
		total += h.end - h.payload;
	}
	last = h;
	headers_find(f->data, f->len, &h);
	for (i = 0; i < count; i++) {
		struct hdrs k;
		bool ok;

		headers_find(f[i].data, f[i].len, &k);
		if (!i) {
			/* the first piece carries the headers of the whole; sums in it are stale */
			u8 whole[2 * HEAD_MAX], *p = first;

			memcpy(first, f->data, h.payload);
			if (h.v4)
				put16(p + h.l3 + 2, h.payload - h.l3 + total);
			else
				put16(p + h.l3 + 4, h.payload - h.l4 + total);
			memcpy(p + h.l4 + 8, f[count - 1].data + last.l4 + 8, 4);
			p[h.l4 + 13] = f[count - 1].data[last.l4 + 13];
			memcpy(p + h.l4 + 14, f[count - 1].data + last.l4 + 14, 2);
			memcpy(p + h.l4 + 20, f[count - 1].data + last.l4 + 20, h.payload - h.l4 - 20);
			len = data_head(head, f, k.end, RXC_TCP_OK | RXC_TCP_STALE | (h.v4 ? RXC_IP_OK | RXC_IP_STALE : 0),
					hash, hashed, ID_PIECE | ID_FIRST);
			memcpy(whole, head, len);
			memcpy(whole + len, first, h.payload);
			ok = batch_add(n, b, whole, len + h.payload, f->data + h.payload, k.end - k.payload);
		} else {
			struct frame bare = { 0 };

			len = data_head(head, &bare, k.end - k.payload, 0, 0, false,
					ID_PIECE | (i + 1 == count ? ID_LAST : 0));
			ok = batch_add(n, b, head, len, f[i].data + k.payload, k.end - k.payload);
		}
		if (!ok) {
			while (b->n > before)
				run_give(n, &b->run[--b->n]);
			return false;
		}
	}
	net_count(n, NS_RX_RSC, 1);
	return true;
}

/* ---- filters ---- */

static bool accepts(struct net *n, const u8 *mac)
{
	static const u8 all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	unsigned int i;

	if (n->filter & PF_PROMISC)
		return true;
	if (!memcmp(mac, all, 6))
		return n->filter & PF_BROADCAST;
	if (!(mac[0] & 1))
		return n->filter & PF_DIRECTED && !memcmp(mac, n->port.mac, 6);
	if (n->filter & PF_ALL_MULTI)
		return true;
	for (i = 0; n->filter & PF_MULTICAST && i < n->nmulticast; i++)
		if (!memcmp(mac, n->multicast[i], 6))
			return true;
	return false;
}

static bool wanted(struct net *n, const struct frame *f)
{
	if (!n->rndis_up || !n->recv_page || !n->chan[0] || n->link_down) {
		net_count(n, NS_RX_DOWN, 1);
		return false;
	}
	if (!accepts(n, f->data)) {
		net_count(n, NS_RX_FILTERED, 1);
		return false;
	}
	if (f->len > n->mtu) {
		net_count(n, NS_RX_LONG, 1);
		return false;
	}
	if (n->lose_every && ++n->lose_count % n->lose_every == 0) {
		net_count(n, NS_RX_LOST, 1);
		return false;
	}
	return true;
}

void net_deliver(struct swport *port, const struct frame *f, unsigned int count)
{
	struct net *n = port->priv;
	unsigned int i, k;
	struct batch b;

	b.n = 0;
	b.queue = 0;
	pthread_mutex_lock(&n->lock);
	for (i = 0; i < count; i += k) {
		u8 head[HEAD_MAX];
		u32 hash = 0, len, q;
		bool hashed, ok;

		k = 1;
		if (!wanted(n, &f[i]))
			continue;
		q = net_queue_of(n, &f[i], &hash, &hashed);
		if (q != b.queue || b.n >= BATCH_RANGES)
			batch_send(n, &b, 0);
		b.queue = q;
		if (n->on.rsc4 || n->on.rsc6)
			k = rsc_run(n, &f[i], count - i);
		if (k > 1) {
			ok = rsc_add(n, &b, &f[i], k, hash, hashed);
		} else {
			len = data_head(head, &f[i], f[i].len, csum_info(n, &f[i]), hash, hashed, 0);
			ok = batch_add(n, &b, head, len, f[i].data, f[i].len);
		}
		if (!ok) {
			net_count(n, NS_RX_NO_BUFFER, k);
			continue;
		}
		net_count(n, NS_RX_PACKETS, k);
		net_count(n, NS_RX_BYTES, f[i].len);
		n->queue_rx[q] += k;
	}
	batch_send(n, &b, 0);
	pthread_mutex_unlock(&n->lock);
}
