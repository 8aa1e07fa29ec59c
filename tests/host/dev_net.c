// SPDX-License-Identifier: GPL-2.0-only
/*
 * Network: the NVSP protocol, buffers, subchannels, and what the guest sends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net.h"

#define SECTION_EXTRA	160u	/* heads of RNDIS, and a tag */
#define SEND_TABLE_AT	40u	/* behind the longest fixed message */

void net_count(struct net *n, enum net_stat s, u64 by)
{
	__atomic_fetch_add(&n->stat[s], by, __ATOMIC_RELAXED);
}

/* ---- answers ---- */

static void done(struct channel *c, u64 id, const void *msg, u32 len)
{
	u8 full[NVSP_MAX] = { 0 };

	memcpy(full, msg, len);
	channel_complete(c, id, full, sizeof(full));
}

/* The end of a packet that the guest sent; it may come late, or never. */
static void rndis_done(struct net *n, struct channel *c, u64 id, u32 status)
{
	struct nv_status m = { NV_RNDIS_DONE, status };
	struct held_done *h;

	pthread_mutex_lock(&n->lock);
	if (n->fail_done) {
		n->fail_done--;
		m.status = NVS_FAIL;
	}
	if (n->drop_done) {
		n->drop_done--;
		pthread_mutex_unlock(&n->lock);
		trace("dev", "%s: completion of %llx dropped as ordered", n->dev->name, (unsigned long long)id);
		return;
	}
	if (n->hold || n->delay_ms) {
		h = calloc(1, sizeof(*h));
		if (!h)
			die(4, "out of memory for a held completion");
		h->chan = c;
		h->trans_id = id;
		h->status = m.status;
		h->due = n->hold ? ~0ull : now_ns() + n->delay_ms * 1000000ull;
		STAILQ_INSERT_TAIL(&n->held, h, link);
		pthread_mutex_unlock(&n->lock);
		return;
	}
	pthread_mutex_unlock(&n->lock);
	channel_complete(c, id, &m, sizeof(m));
}

static unsigned int release_held(struct net *n, bool all)
{
	unsigned int count = 0;
	struct held_done *h;

	pthread_mutex_lock(&n->lock);
	if (all)
		n->hold = false;
	while ((h = STAILQ_FIRST(&n->held)) && (all || h->due <= now_ns())) {
		struct nv_status m = { NV_RNDIS_DONE, h->status };

		STAILQ_REMOVE_HEAD(&n->held, link);
		channel_complete(h->chan, h->trans_id, &m, sizeof(m));
		free(h);
		count++;
	}
	pthread_mutex_unlock(&n->lock);
	return count;
}

static bool take(unsigned int *knob)
{
	if (!*knob)
		return false;
	--*knob;
	return true;
}

/* ---- setting up ---- */

static void do_init(struct net *n, struct channel *c, const struct packet *p)
{
	static const u32 known[] = { NVSP_V1, NVSP_V2, NVSP_V4, NVSP_V5, NVSP_V6, NVSP_V61 };
	struct nv_init_done r = { NV_INIT_DONE, 0, 34, NVS_TOO_NEW };
	struct nv_init m;
	unsigned int i;

	memcpy(&m, p->data, sizeof(m));
	if (m.min_version != m.max_version)
		check_failed("nvsp_init", "%s: versions %#x to %#x", n->dev->name, m.min_version, m.max_version);
	pthread_mutex_lock(&n->lock);
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i] == m.max_version && m.max_version <= n->nvsp_max)
			r.status = NVS_OK;
	if (take(&n->refuse.init))
		r.status = NVS_FAIL;
	if (r.status == NVS_OK) {
		n->nvsp = r.version = m.max_version;
		n->caps = 0;
		n->mtu = 1500 + ETH_HLEN;
	}
	pthread_mutex_unlock(&n->lock);
	trace("dev", "%s: NVSP %u.%u: %s", n->dev->name, m.max_version >> 16, m.max_version & 0xffff,
	      r.status == NVS_OK ? "agreed" : "refused");
	done(c, p->trans_id, &r, sizeof(r));
}

static void do_config(struct net *n, const struct packet *p)
{
	struct nv_ndis_config m;

	memcpy(&m, p->data, sizeof(m));
	trace("dev", "%s: NDIS config, frames of %u, capabilities %#llx", n->dev->name, m.mtu,
	      (unsigned long long)m.capabilities);
	if (m.mtu < 68 + ETH_HLEN || m.mtu > 65535)
		check_failed("nvsp_config", "%s: frames of %u bytes", n->dev->name, m.mtu);
	if ((m.capabilities & (NVSP_CAP_SRIOV | NVSP_CAP_TEAM) && n->nvsp < NVSP_V5) ||
	    (m.capabilities & NVSP_CAP_RSC && n->nvsp < NVSP_V61) || !(m.capabilities & NVSP_CAP_VLAN))
		check_failed("nvsp_config", "%s: capabilities %#llx with version %#x", n->dev->name,
			     (unsigned long long)m.capabilities, n->nvsp);
	pthread_mutex_lock(&n->lock);
	n->caps = m.capabilities;
	n->mtu = m.mtu;
	pthread_mutex_unlock(&n->lock);
}

static void buffers_drop(struct net *n, bool recv)
{
	if (recv) {
		net_rx_reset(n, NULL);
		free(n->recv_page);
		free(n->section_busy);
		n->recv_page = NULL;
		n->section_busy = NULL;
		n->recv_gpadl = n->recv_pages = n->nsections = n->sections_used = n->next_section = 0;
	} else {
		free(n->send_page);
		free(n->send_busy);
		n->send_page = NULL;
		n->send_busy = NULL;
		n->send_gpadl = n->send_pages = n->send_sections = 0;
	}
}

/* A private copy of the list of pages behind a GPADL; NULL when there is none. */
static u8 **pages_of(struct channel *c, u32 gpadl, u32 *count)
{
	u8 **list, **copy = NULL;

	pthread_mutex_lock(&vm.lock);
	list = gpadl_pages(c, gpadl, count);
	if (list) {
		copy = malloc(*count * sizeof(*copy));
		if (!copy)
			die(4, "out of memory for a buffer of %u pages", *count);
		memcpy(copy, list, *count * sizeof(*copy));
	}
	pthread_mutex_unlock(&vm.lock);
	return copy;
}

static void do_recv_buf(struct net *n, struct channel *c, const struct packet *p)
{
	struct nv_recv_done r = { .type = NV_RECV_BUF_DONE, .status = NVS_FAIL };
	struct nv_buf m;
	u32 count = 0;
	u8 **pages;

	memcpy(&m, p->data, sizeof(m));
	pages = pages_of(c, m.gpadl, &count);
	pthread_mutex_lock(&n->lock);
	if (!pages || !n->nvsp || n->recv_page || m.id != RECV_BUF_ID)
		check_failed("nvsp_buffer", "%s: receive buffer with gpadl %#x, id %#x", n->dev->name, m.gpadl, m.id);
	else if ((u64)count * HV_PAGE > (n->nvsp <= NVSP_V1 ? 15u << 20 : 31u << 20))
		check_failed("nvsp_buffer", "%s: receive buffer of %u pages", n->dev->name, count);
	else if (!take(&n->refuse.recv))
		r.status = NVS_OK;
	if (r.status == NVS_OK) {
		n->recv_page = pages;
		pages = NULL;
		n->recv_pages = count;
		n->recv_gpadl = m.gpadl;
		/* drivers take no message that is longer than a section */
		n->section_size = (n->mtu + SECTION_EXTRA + 63) & ~63u;
		if (n->section_size < n->recv_section)
			n->section_size = n->recv_section;
		/* the last pages are for net_inject.c */
		n->nsections = count > 16 ? (u64)(count - 2) * HV_PAGE / n->section_size : 0;
		n->section_busy = calloc(n->nsections + 1, 1);
		if (!n->section_busy)
			die(4, "out of memory for sections");
		r.sections = 1;
		r.section[0].sub_size = n->section_size;
		r.section[0].sub_count = n->nsections;
		r.section[0].end = n->nsections * n->section_size;
	}
	pthread_mutex_unlock(&n->lock);
	free(pages);
	trace("dev", "%s: receive buffer of %u pages: %s, %u sections", n->dev->name, count,
	      r.status == NVS_OK ? "ok" : "refused", r.section[0].sub_count);
	done(c, p->trans_id, &r, sizeof(r));
}

static void do_send_buf(struct net *n, struct channel *c, const struct packet *p)
{
	struct nv_send_done r = { .type = NV_SEND_BUF_DONE, .status = NVS_FAIL };
	struct nv_buf m;
	u32 count = 0;
	u8 **pages;

	memcpy(&m, p->data, sizeof(m));
	pages = pages_of(c, m.gpadl, &count);
	pthread_mutex_lock(&n->lock);
	if (!pages || !n->nvsp || n->send_page || m.id)
		check_failed("nvsp_buffer", "%s: send buffer with gpadl %#x, id %#x", n->dev->name, m.gpadl, m.id);
	else if (count * HV_PAGE > 15u << 20)
		check_failed("nvsp_buffer", "%s: send buffer of %u pages", n->dev->name, count);
	else if (!take(&n->refuse.send))
		r.status = NVS_OK;
	if (r.status == NVS_OK) {
		n->send_page = pages;
		pages = NULL;
		n->send_pages = count;
		n->send_gpadl = m.gpadl;
		n->send_sections = count * HV_PAGE / n->send_section;
		n->send_busy = calloc(n->send_sections + 1, 1);
		if (!n->send_busy)
			die(4, "out of memory for sections");
		r.section_size = n->send_section;
	}
	pthread_mutex_unlock(&n->lock);
	free(pages);
	trace("dev", "%s: send buffer of %u pages: %s", n->dev->name, count, r.status == NVS_OK ? "ok" : "refused");
	done(c, p->trans_id, &r, sizeof(r));
}

/* ---- subchannels ---- */

static void send_table(struct net *n, const u32 *entry)
{
	u8 msg[SEND_TABLE_AT + SEND_TABLE_SIZE * 4] = { 0 };
	struct nv_send_table m = { .type = NV_SEND_TABLE, .count = SEND_TABLE_SIZE, .offset = SEND_TABLE_AT };

	memcpy(msg, &m, offsetof(struct nv_send_table, entry));
	memcpy(msg + SEND_TABLE_AT, entry, SEND_TABLE_SIZE * 4);
	if (n->chan[0])
		channel_send(n->chan[0], PKT_INBAND, 0, 0, NULL, 0, msg, sizeof(msg));
}

/* Once all channels that the guest wanted are open: which of them to send on.  Lock held. */
static void send_table_if_due(struct net *n)
{
	u32 entry[SEND_TABLE_SIZE];
	unsigned int i;

	if (n->table_sent || !n->subchannels || n->nvsp < NVSP_V5)
		return;
	for (i = 0; i <= n->subchannels; i++)
		if (!n->chan[i])
			return;
	for (i = 0; i < SEND_TABLE_SIZE; i++)
		entry[i] = i % (n->subchannels + 1);
	n->table_sent = true;
	send_table(n, entry);
}

static void do_subchannels(struct net *n, struct channel *c, const struct packet *p)
{
	struct nv_subchannel_done r = { NV_SUBCHANNEL, NVS_FAIL, 0 };
	struct nv_subchannel m;
	unsigned int i;

	memcpy(&m, p->data, sizeof(m));
	pthread_mutex_lock(&n->lock);
	if (m.op != 1 || !m.count || n->subchannels || n->nvsp < NVSP_V5 || m.count > n->dev->max_subchannels) {
		check_failed("nvsp_subchannel", "%s: %u subchannels wanted, %u there, %u at most", n->dev->name, m.count,
			     n->subchannels, n->dev->max_subchannels);
	} else if (!take(&n->refuse.subchannel)) {
		r.status = NVS_OK;
		r.count = n->subchannels = m.count;
	}
	pthread_mutex_unlock(&n->lock);
	trace("dev", "%s: %u subchannels wanted, %u granted", n->dev->name, m.count, r.count);
	done(c, p->trans_id, &r, sizeof(r));
	pthread_mutex_lock(&vm.lock);
	for (i = 1; i <= r.count && n->dev->primary == c && channel_is_open(c); i++)
		channel_offer(n->dev, i);
	pthread_mutex_unlock(&vm.lock);
}

/* ---- data ---- */

/* false: the list of information is broken */
static bool parse_ppi(struct net *n, const u8 *p, u32 len, struct tx_info *t)
{
	struct rn_ppi i;
	u32 v;

	while (len) {
		if (len < sizeof(i))
			return false;
		memcpy(&i, p, sizeof(i));
		if (i.size < sizeof(i) || i.size > len || i.off < sizeof(i) || i.off > i.size)
			return false;
		v = 0;
		if (i.size - i.off >= 4)
			memcpy(&v, p + i.off, 4);
		else if (!(i.type & PPI_INTERNAL))
			return false;
		switch (i.type) {
		case PPI_CHECKSUM:
			t->has_csum = true;
			t->csum = v;
			break;
		case PPI_LSO:
			t->has_lso = true;
			t->lso = v;
			break;
		case PPI_VLAN:
			t->has_vlan = true;
			t->tci = (v & 7) << 13 | (v >> 3 & 1) << 12 | (v >> 4 & 0xfff);
			n->last_tci = t->tci;
			net_count(n, NS_TX_VLAN, 1);
			break;
		}
		p += i.size;
		len -= i.size;
	}
	return true;
}

/* One data message: body of len bytes. */
static bool data_message(struct net *n, const u8 *body, u32 len, struct frames *fs)
{
	struct tx_info t = { 0 };
	struct rn_packet r;

	if (len < sizeof(r))
		return false;
	memcpy(&r, body, sizeof(r));
	if (r.data_off < sizeof(r) || r.data_off > len || r.data_len > len - r.data_off || r.data_len < ETH_HLEN)
		return false;
	if (r.ppi_len && (r.ppi_off < sizeof(r) || r.ppi_off > len || r.ppi_len > len - r.ppi_off ||
			  !parse_ppi(n, body + r.ppi_off, r.ppi_len, &t)))
		return false;
	t.data = body + r.data_off;
	t.len = r.data_len;
	net_count(n, NS_TX_PACKETS, 1);
	net_count(n, NS_TX_BYTES, t.len);
	if (n->nvsp <= NVSP_V2 && t.has_lso)
		counter_add("net.old_lso", 1);
	net_offload(n, &t, fs);
	return true;
}

/* The messages of one packet.  false: the guest broke a rule, the rest is not looked at. */
static bool data_messages(struct net *n, const u8 *msg, u32 len, struct frames *fs)
{
	u32 align = 1u << n->align_shift, count = 0, at = 0;
	struct rn_head h;

	while (len - at >= sizeof(h)) {
		memcpy(&h, msg + at, sizeof(h));
		if (h.type != RN_PACKET || h.length < sizeof(h) || h.length > len - at) {
			check_failed("rndis_length", "%s: message type %#x, length %u at %u of %u", n->dev->name, h.type, h.length, at, len);
			return false;
		}
		if (at % align)
			check_failed("rndis_align", "%s: a message begins at %u, alignment is %u", n->dev->name, at, align);
		if (!data_message(n, msg + at + sizeof(h), h.length - sizeof(h), fs)) {
			check_failed("rndis_offsets", "%s: bad offsets in a data message of %u bytes", n->dev->name, h.length);
			return false;
		}
		at += h.length;
		count++;
	}
	if (at < len || count > n->max_packets)
		check_failed("rndis_length", "%s: %u messages, %u bytes after the last", n->dev->name, count, len - at);
	if (count > 1)
		net_count(n, NS_TX_BATCHED, count);
	net_count(n, NS_TX_MESSAGES, 1);
	return true;
}

/* Put together what lies in a section and in pages.  NULL: a rule was broken. */
static u8 *gather(struct net *n, const struct packet *p, const struct nv_rndis *m, u32 *len)
{
	bool section = m->section != SECTION_NONE;
	u32 from_section = section ? m->section_bytes : 0, i, at;
	u8 *buf;

	if (from_section > n->send_section || p->gpa_bytes > GATHER_MAX) {
		check_failed("nvsp_section", "%s: %u bytes in a section of %u, %llu in pages", n->dev->name, from_section,
			     n->send_section, (unsigned long long)p->gpa_bytes);
		return NULL;
	}
	*len = from_section + p->gpa_bytes;
	buf = malloc(*len + 1);
	if (!buf)
		die(4, "out of memory for a packet of %u bytes", *len);
	pthread_mutex_lock(&n->lock);
	if (section && (!n->send_page || m->section >= n->send_sections || n->send_busy[m->section])) {
		check_failed("nvsp_section", "%s: section %u of %u, %s", n->dev->name, m->section, n->send_sections,
			     n->send_page && m->section < n->send_sections ? "still in use" : "not there");
		pthread_mutex_unlock(&n->lock);
		free(buf);
		return NULL;
	}
	if (section) {
		n->send_busy[m->section] = 1;
		buf_read(n->send_page, m->section * n->send_section, buf, from_section);
	}
	pthread_mutex_unlock(&n->lock);
	for (i = 0, at = from_section; i < p->nsegs; at += p->segs[i++].len)
		memcpy(buf + at, p->segs[i].host, p->segs[i].len);
	if (section)
		net_count(n, p->nsegs ? NS_TX_PARTIAL : NS_TX_SECTION, 1);
	else
		net_count(n, NS_TX_PAGES, 1);
	return buf;
}

static void do_rndis(struct net *n, struct channel *c, const struct packet *p)
{
	struct frames fs = { 0 };
	struct nv_rndis m;
	bool ok, taken;
	u32 len = 0;
	u8 *buf;

	memcpy(&m, p->data, sizeof(m));
	if (!(p->flags & PKT_FLAG_COMPLETE) || !p->trans_id)
		check_failed("nvsp_no_completion", "%s: RNDIS packet with flags %u, id %llx", n->dev->name, p->flags,
			     (unsigned long long)p->trans_id);
	buf = n->nvsp ? gather(n, p, &m, &len) : NULL;
	ok = taken = buf;
	if (buf && m.channel == 1) {
		net_rndis_control(n, buf, len);
	} else if (buf) {
		if (!n->rndis_up)
			check_failed("rndis_order", "%s: data before RNDIS init", n->dev->name);
		ok = n->rndis_up && data_messages(n, buf, len, &fs);
		n->queue_tx[c->subindex < NET_QUEUES ? c->subindex : 0] += fs.n;
		if (!n->link_down)
			switch_send(&n->port, fs.f, fs.n);
		frames_clear(&fs);
		free(fs.f);
		free(fs.own);
	}
	free(buf);
	pthread_mutex_lock(&n->lock);
	if (taken && m.section != SECTION_NONE && n->send_busy && m.section < n->send_sections)
		n->send_busy[m.section] = 0;
	pthread_mutex_unlock(&n->lock);
	if (p->trans_id)
		rndis_done(n, c, p->trans_id, ok ? NVS_OK : NVS_BAD_RNDIS);
}

static u32 least(u32 type)
{
	switch (type) {
	case NV_INIT: return sizeof(struct nv_init);
	case NV_NDIS_VERSION: return sizeof(struct nv_ndis_version);
	case NV_NDIS_CONFIG: return sizeof(struct nv_ndis_config);
	case NV_RECV_BUF: case NV_SEND_BUF: return sizeof(struct nv_buf);
	case NV_RECV_BUF_REVOKE: case NV_SEND_BUF_REVOKE: return sizeof(struct nv_revoke);
	case NV_RNDIS: return sizeof(struct nv_rndis);
	case NV_SUBCHANNEL: return sizeof(struct nv_subchannel);
	case NV_DATA_PATH: return sizeof(struct nv_data_path);
	}
	return 4;
}

static void net_packet(struct channel *c, struct packet *p)
{
	struct net *n = channel_device(c)->priv;
	struct nv_ndis_version v;
	u32 type = 0;

	if (p->type == PKT_COMPLETION) {
		net_rx_completed(n, c, p);
		return;
	}
	if (p->len >= 4)
		memcpy(&type, p->data, 4);
	if (p->len < least(type)) {
		check_failed("nvsp_short", "%s: message %u of %u bytes", n->dev->name, type, p->len);
		return;
	}
	if (c->subindex && type != NV_RNDIS) {
		check_failed("nvsp_subchannel", "%s: message %u on a subchannel", n->dev->name, type);
		return;
	}
	switch (type) {
	case NV_INIT:
		do_init(n, c, p);
		break;
	case NV_NDIS_VERSION:
		memcpy(&v, p->data, sizeof(v));
		if (v.major != 6 || v.minor != (n->nvsp <= NVSP_V4 ? 1 : 30))
			check_failed("nvsp_ndis", "%s: NDIS %u.%u with NVSP %#x", n->dev->name, v.major, v.minor, n->nvsp);
		break;
	case NV_NDIS_CONFIG:
		do_config(n, p);
		break;
	case NV_RECV_BUF:
		do_recv_buf(n, c, p);
		break;
	case NV_SEND_BUF:
		do_send_buf(n, c, p);
		break;
	case NV_RECV_BUF_REVOKE:
	case NV_SEND_BUF_REVOKE:
		trace("dev", "%s: %s buffer revoked", n->dev->name, type == NV_RECV_BUF_REVOKE ? "receive" : "send");
		pthread_mutex_lock(&n->lock);
		buffers_drop(n, type == NV_RECV_BUF_REVOKE);
		pthread_mutex_unlock(&n->lock);
		break;
	case NV_RNDIS:
		do_rndis(n, c, p);
		break;
	case NV_SUBCHANNEL:
		do_subchannels(n, c, p);
		break;
	case NV_DATA_PATH: {
		struct nv_data_path m;

		memcpy(&m, p->data, sizeof(m));
		trace("dev", "%s: data path %s", n->dev->name, m.active == 1 ? "through the function" : "through the host");
		/* This one has nothing in it. */
		if (p->trans_id)
			channel_complete(c, p->trans_id, NULL, 0);
		break;
	}
	default:
		check_failed("nvsp_type", "%s: message %u", n->dev->name, type);
	}
}

static void net_open(struct channel *c)
{
	struct net *n = channel_device(c)->priv;

	pthread_mutex_lock(&n->lock);
	if (c->subindex < NET_QUEUES)
		n->chan[c->subindex] = c;
	send_table_if_due(n);
	pthread_mutex_unlock(&n->lock);
}

static void net_close(struct channel *c)
{
	struct net *n = channel_device(c)->priv;
	struct held_done *h, *next;

	pthread_mutex_lock(&n->lock);
	for (h = STAILQ_FIRST(&n->held); h; h = next) {
		next = STAILQ_NEXT(h, link);
		if (h->chan != c)
			continue;
		STAILQ_REMOVE(&n->held, h, held_done, link);
		free(h);
	}
	net_rx_reset(n, c);
	if (c->subindex < NET_QUEUES && n->chan[c->subindex] == c)
		n->chan[c->subindex] = NULL;
	if (!c->subindex) {
		buffers_drop(n, true);
		buffers_drop(n, false);
		net_rndis_reset(n);
		n->nvsp = 0;
		n->subchannels = 0;
		n->table_sent = false;
	}
	pthread_mutex_unlock(&n->lock);
}

static void net_gpadl_gone(struct channel *c, u32 gpadl)
{
	struct net *n = channel_device(c)->priv;

	pthread_mutex_lock(&n->lock);
	if (n->recv_page && n->recv_gpadl == gpadl)
		buffers_drop(n, true);
	if (n->send_page && n->send_gpadl == gpadl)
		buffers_drop(n, false);
	pthread_mutex_unlock(&n->lock);
}

static const char *const stat_word[NS_COUNT] = {
	"tx_packets", "tx_bytes", "tx_messages", "tx_batched", "tx_section", "tx_pages", "tx_partial", "tx_lso",
	"tx_segments", "tx_csum", "tx_vlan", "rx_packets", "rx_bytes", "rx_messages", "rx_no_buffer", "rx_filtered",
	"rx_down", "rx_long", "rx_rsc", "rx_lost",
};

static void net_tick(struct device *d)
{
	struct net *n = d->priv;
	static u64 flushed;
	char name[80];
	unsigned int i;

	for (i = 0; i < NS_COUNT; i++) {
		u64 v = __atomic_load_n(&n->stat[i], __ATOMIC_RELAXED);

		if (v == n->told[i])
			continue;
		snprintf(name, sizeof(name), "net.%s.%s", d->name, stat_word[i]);
		counter_add(name, v - n->told[i]);
		n->told[i] = v;
	}
	if (!n->hold && !STAILQ_EMPTY(&n->held))
		release_held(n, false);
	if (now_ns() - flushed > 500000000) {
		flushed = now_ns();
		pcap_flush_all();
	}
}

/* ---- scenario commands ---- */

static int cmd_stats(struct net *n, char *out, size_t outlen)
{
	unsigned int i, have;

	have = snprintf(out, outlen, "nvsp %u.%u mtu %u filter %#x link %s rss %d sections %u of %u\n", n->nvsp >> 16,
			n->nvsp & 0xffff, n->mtu ? n->mtu - ETH_HLEN : 0, n->filter, n->link_down ? "down" : "up",
			n->rss, n->sections_used, n->nsections);
	have += snprintf(out + have, outlen - have, "mac %02x:%02x:%02x:%02x:%02x:%02x subchannels %u tci %#x alive %u of %u\n", n->port.mac[0],
			 n->port.mac[1], n->port.mac[2], n->port.mac[3], n->port.mac[4], n->port.mac[5], n->subchannels,
			 n->last_tci, n->alive_told, n->alive_asked);
	for (i = 0; i < NS_COUNT && have < outlen; i++)
		have += snprintf(out + have, outlen - have, "%s %llu\n", stat_word[i], (unsigned long long)n->stat[i]);
	for (i = 0; i < NET_QUEUES && have < outlen; i++)
		if (n->chan[i])
			have += snprintf(out + have, outlen - have, "queue %u rx %llu tx %llu\n", i,
					 (unsigned long long)n->queue_rx[i], (unsigned long long)n->queue_tx[i]);
	return 0;
}

static int cmd_link(struct net *n, const char *word)
{
	if (strcmp(word, "up") && strcmp(word, "down"))
		return -1;
	n->link_down = !strcmp(word, "down");
	net_indicate(n, n->link_down ? RS_DISCONNECT : RS_CONNECT);
	return 0;
}

/* refuse init|recv-buffer|send-buffer|rndis|subchannels COUNT, refuse oid HEX|none */
static int cmd_refuse(struct net *n, const char *what, const char *arg)
{
	unsigned int v = strtoul(arg, NULL, 0);

	if (!strcmp(what, "init"))
		n->refuse.init = v;
	else if (!strcmp(what, "recv-buffer"))
		n->refuse.recv = v;
	else if (!strcmp(what, "send-buffer"))
		n->refuse.send = v;
	else if (!strcmp(what, "rndis"))
		n->refuse.rndis = v;
	else if (!strcmp(what, "subchannels"))
		n->refuse.subchannel = v;
	else if (!strcmp(what, "oid") && !strcmp(arg, "none"))
		n->noid_refused = 0;
	else if (!strcmp(what, "oid") && n->noid_refused < 8)
		n->oid_refused[n->noid_refused++] = strtoul(arg, NULL, 16);
	else
		return -1;
	return 0;
}

static int trunk_parse(struct swport *p, const char *list)
{
	char *end;

	p->ntrunk = 0;
	while (*list) {
		unsigned long v = strtoul(list, &end, 10);

		if (end == list || !v || v > 4094 || p->ntrunk == 16 || (*end && *end != '+'))
			return -1;
		p->trunk[p->ntrunk++] = v;
		list = *end ? end + 1 : end;
	}
	return 0;
}

static int send_table_command(struct net *n, int argc, char **argv)
{
	u32 entry[SEND_TABLE_SIZE];
	unsigned int i;

	for (i = 0; i < SEND_TABLE_SIZE; i++)
		entry[i] = strtoul(argv[1 + i % (argc - 1)], NULL, 0);
	send_table(n, entry);
	return 0;
}

/* n->lock held */
static int command(struct net *n, int argc, char **argv, char *out, size_t outlen)
{
	const char *w = argv[0], *a = argc > 1 ? argv[1] : "";

	if (!strcmp(w, "stats") && argc == 1)
		return cmd_stats(n, out, outlen);
	if (!strcmp(w, "link") && argc == 2)
		return cmd_link(n, a);
	if (!strcmp(w, "speed") && argc == 2) {
		n->speed = strtoul(a, NULL, 0);
		net_indicate(n, RS_SPEED);
	} else if (!strcmp(w, "keepalive") && argc == 1) {
		net_keepalive(n);
	} else if (!strcmp(w, "netchange") && argc == 1) {
		net_indicate(n, RS_NETCHANGE);
	} else if (!strcmp(w, "indicate") && argc == 2) {
		net_indicate(n, strtoul(a, NULL, 16));
	} else if (!strcmp(w, "refuse") && argc == 3) {
		return cmd_refuse(n, a, argv[2]);
	} else if (!strcmp(w, "hold") && argc == 1) {
		n->hold = true;
	} else if (!strcmp(w, "drop-done") && argc == 2) {
		n->drop_done = strtoul(a, NULL, 0);
	} else if (!strcmp(w, "fail-done") && argc == 2) {
		n->fail_done = strtoul(a, NULL, 0);
	} else if (!strcmp(w, "delay-done") && argc == 2) {
		n->delay_ms = strtoul(a, NULL, 0);
	} else if (!strcmp(w, "lose") && argc == 2) {
		n->lose_every = strtoul(a, NULL, 0);
	} else if (!strcmp(w, "sendtable") && argc >= 2) {
		return send_table_command(n, argc, argv);
	} else if (!strcmp(w, "vf") && argc == 3) {
		struct nv_vf m = { NV_VF, strtoul(a, NULL, 0), strtoul(argv[2], NULL, 0) };

		if (n->chan[0])
			channel_send(n->chan[0], PKT_INBAND, 0, 0, NULL, 0, &m, sizeof(m));
	} else if (!strcmp(w, "access") && argc == 2) {
		n->port.access = strtoul(a, NULL, 0);
	} else if (!strcmp(w, "trunk") && argc == 2) {
		return trunk_parse(&n->port, !strcmp(a, "all") ? "" : a);
	} else {
		return -1;
	}
	return 0;
}

static int net_command(struct device *d, int argc, char **argv, char *out, size_t outlen)
{
	struct net *n = d->priv;
	int rc;

	if (!strcmp(argv[0], "release") && argc == 1) {
		snprintf(out, outlen, "released %u\n", release_held(n, true));
		return 0;
	}
	if (!strcmp(argv[0], "inject"))
		return net_inject(n, argc, argv, out, outlen);
	pthread_mutex_lock(&n->lock);
	rc = command(n, argc, argv, out, outlen);
	pthread_mutex_unlock(&n->lock);
	if (rc && !out[0])
		snprintf(out, outlen, "usage: stats | link up|down | speed MBITS | netchange | keepalive | indicate STATUS | refuse init|recv-buffer|send-buffer|rndis|subchannels COUNT | refuse oid HEX|none | hold | release | drop-done COUNT | fail-done COUNT | delay-done MS | lose EVERY | sendtable ENTRY... | vf 0|1 SERIAL | access VLAN | trunk LIST|all | inject CASE|list [COUNT]");
	return rc;
}

/* ---- set-up ---- */

static int net_option(struct net *n, const char *tok)
{
	static const struct { const char *key; size_t off; u32 min, max; } num[] = {
		{ "recv-section=", offsetof(struct net, recv_section), 128, 65536 },
		{ "send-section=", offsetof(struct net, send_section), 256, 65536 },
		{ "max-packets=", offsetof(struct net, max_packets), 1, 1024 },
		{ "align=", offsetof(struct net, align_shift), 0, 12 },
		{ "rss-entries=", offsetof(struct net, table_entries), 16, RSS_TABLE_MAX },
		{ "speed=", offsetof(struct net, speed), 1, 1000000 },
	};
	static const struct { const char *key; size_t off; } flag[] = {
		{ "rsc=", offsetof(struct net, rsc_offered) }, { "lso=", offsetof(struct net, lso_offered) },
		{ "csum=", offsetof(struct net, csum_offered) }, { "udp=", offsetof(struct net, udp_offered) },
	};
	unsigned int b[6], i, major, minor;
	int used = 0;

	for (i = 0; i < sizeof(num) / sizeof(num[0]); i++)
		if (!strncmp(tok, num[i].key, strlen(num[i].key))) {
			unsigned long v = strtoul(tok + strlen(num[i].key), NULL, 0);

			*(u32 *)((char *)n + num[i].off) = v;
			return v >= num[i].min && v <= num[i].max ? 0 : -1;
		}
	for (i = 0; i < sizeof(flag) / sizeof(flag[0]); i++)
		if (!strncmp(tok, flag[i].key, strlen(flag[i].key))) {
			const char *v = tok + strlen(flag[i].key);

			*(bool *)((char *)n + flag[i].off) = *v == '1';
			return (*v == '0' || *v == '1') && !v[1] ? 0 : -1;
		}
	if (sscanf(tok, "mac=%2x:%2x:%2x:%2x:%2x:%2x%n", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5], &used) == 6 && !tok[used]) {
		for (i = 0; i < 6; i++)
			n->perm_mac[i] = b[i];
		return b[0] & 1 ? -1 : 0;
	}
	if (sscanf(tok, "nvsp=%u.%u%n", &major, &minor, &used) == 2 && !tok[used]) {
		n->nvsp_max = major << 16 | minor;
		return 0;
	}
	if (!strncmp(tok, "vlan=", 5)) {
		n->port.access = strtoul(tok + 5, NULL, 0);
		return n->port.access && n->port.access < 4095 ? 0 : -1;
	}
	if (!strncmp(tok, "trunk=", 6))
		return trunk_parse(&n->port, tok + 6);
	if (!strncmp(tok, "pcap=", 5))
		return pcap_open(&n->port, tok + 5);
	if (!strcmp(tok, "link=down")) {
		n->link_down = true;
		return 0;
	}
	return -1;
}

static u32 nvsp_ceiling(void)
{
	if (vm.prof.max_version >= VER_RS4)
		return NVSP_V61;
	if (vm.prof.max_version >= VER_WIN10)
		return NVSP_V5;
	if (vm.prof.max_version >= VER_WIN81)
		return NVSP_V4;
	return vm.prof.max_version >= VER_WIN8 ? NVSP_V2 : NVSP_V1;
}

static int net_init(struct device *d, const char *args)
{
	static const u8 mac[6] = { 0x00, 0x15, 0x5d, 0x77, 0x00, 0x10 };
	char *copy = strdup(args), *tok, *save = NULL;
	struct net *n = calloc(1, sizeof(*n));
	static unsigned int count;

	if (!n || !copy)
		die(4, "out of memory for %s", d->name);
	n->slot = calloc(RX_SLOTS, sizeof(*n->slot));
	if (!n->slot)
		die(4, "out of memory for %s", d->name);
	n->dev = d;
	d->priv = n;
	pthread_mutex_init(&n->lock, NULL);
	STAILQ_INIT(&n->held);
	memcpy(n->perm_mac, mac, 6);
	n->perm_mac[5] += count++;
	n->nvsp_max = nvsp_ceiling();
	n->recv_section = 1728;
	n->send_section = 6144;
	n->max_packets = 8;
	n->align_shift = 3;
	n->table_entries = 128;
	n->csum_offered = n->lso_offered = n->udp_offered = true;
	n->speed = 10000;
	n->mtu = 1500 + ETH_HLEN;
	for (tok = strtok_r(copy, ",", &save); tok; tok = strtok_r(NULL, ",", &save))
		if (net_option(n, tok)) {
			fprintf(stderr, "hvhost: %s: bad device option \"%s\"\n", d->name, tok);
			free(copy);
			return -1;
		}
	free(copy);
	if (d->max_subchannels >= NET_QUEUES) {
		fprintf(stderr, "hvhost: %s: at most %u subchannels\n", d->name, NET_QUEUES - 1);
		return -1;
	}
	memcpy(n->port.mac, n->perm_mac, 6);
	snprintf(n->port.name, sizeof(n->port.name), "%s", d->name);
	n->port.deliver = net_deliver;
	n->port.priv = n;
	switch_attach(&n->port);
	responder_start();
	return 0;
}

static const struct device_ops net_ops = {
	.name = "net",
	.type = { { 0x63, 0x51, 0x61, 0xf8, 0x3e, 0xdf, 0xc5, 0x46, 0x91, 0x3f, 0xf2, 0xd2, 0xf9, 0x65, 0xed, 0x0e } },
	.many = true, .init = net_init, .open = net_open, .close = net_close, .packet = net_packet, .tick = net_tick,
	.command = net_command, .gpadl_gone = net_gpadl_gone,
};

__attribute__((constructor)) static void net_register(void)
{
	device_register(&net_ops);
}
