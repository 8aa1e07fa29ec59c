// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control plane of RNDIS: initialisation, and what the guest asks and sets.
 */
#include <string.h>

#include "net.h"

#define ANSWER_MAX	512u
#define LSO_BYTES	62780u
#define LINK_UNIT	10000u		/* 100 bit/s in a Mbit/s */

void net_rndis_reset(struct net *n)
{
	n->rndis_up = false;
	n->filter = 0;
	n->nmulticast = 0;
	n->rss = false;
	n->ntable = 0;
	memset(&n->on, 0, sizeof(n->on));
	memcpy(n->port.mac, n->perm_mac, 6);
}

u32 net_speed(const struct net *n)
{
	return n->speed > 0xffffffff / LINK_UNIT ? 0xffffffff : n->speed * LINK_UNIT;
}

/* ---- questions ---- */

static u32 offload_size(const struct net *n)
{
	return n->nvsp >= NVSP_V5 ? 156 : n->nvsp == NVSP_V4 ? 144 : 112;
}

static u32 offload_caps(struct net *n, u8 *out)
{
	struct nd_offload o = { .h = { ND_OFFLOAD, n->nvsp >= NVSP_V5 ? 3 : n->nvsp == NVSP_V4 ? 2 : 1, offload_size(n) } };
	u32 udp = n->udp_offered && n->nvsp >= NVSP_V5 ? C_UDP : 0;

	if (n->csum_offered) {
		o.csum4.tx_encap = o.csum4.rx_encap = o.csum6.tx_encap = o.csum6.rx_encap = CAP_8023;
		o.csum4.tx = o.csum4.rx = C_IP_OPTIONS | C_OPTIONS | C_TCP | C_IP | udp;
		o.csum6.tx = o.csum6.rx = C_IP_OPTIONS | C_OPTIONS | C_TCP | udp;
	}
	if (n->lso_offered && n->csum_offered) {
		o.lso4.encap = o.lso6.encap = CAP_8023;
		o.lso4.max = o.lso6.max = LSO_BYTES;
		o.lso4.min_segments = o.lso6.min_segments = 2;
		o.lso6.opts = C_IP_OPTIONS | C_OPTIONS;
	}
	if (n->rsc_offered && n->nvsp >= NVSP_V61)
		o.rsc4 = o.rsc6 = 1;
	memcpy(out, &o, o.h.size);
	return o.h.size;
}

static u32 rss_caps(struct net *n, u8 *out)
{
	struct nd_rss_caps c = {
		.h = { ND_RSS_CAPS, 2, sizeof(c) },
		.caps = HASH_TOEPLITZ | HASH_IPV4 | HASH_TCPV4 | HASH_IPV6 | HASH_TCPV6 | 0x01000000,
		.interrupts = n->dev->max_subchannels + 1,
		.queues = n->dev->max_subchannels + 1,
		.entries = n->table_entries,
	};

	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

/* Bytes of the answer in out, or -1 when the question is not understood. */
static int query(struct net *n, u32 oid, const u8 *info, u32 info_len, u8 *out)
{
	struct nd_head h;
	u32 v = 0;

	switch (oid) {
	case OID_MAX_FRAME:
		v = n->mtu - ETH_HLEN;
		break;
	case OID_LINK_SPEED:
		v = net_speed(n);
		break;
	case OID_MEDIA_STATUS:
		v = n->link_down;
		break;
	case OID_PACKET_FILTER:
		v = n->filter;
		break;
	case OID_PERM_MAC:
		memcpy(out, n->perm_mac, 6);
		return 6;
	case OID_CURRENT_MAC:
		memcpy(out, n->port.mac, 6);
		return 6;
	case OID_NAME:
		memcpy(out, "stand-in", 8);
		return 8;
	case OID_RSS_CAPS:
		return n->dev->max_subchannels ? (int)rss_caps(n, out) : -1;
	case OID_OFFLOAD_CAPS:
	case OID_OFFLOAD_CURRENT:
		if (info_len >= sizeof(h)) {
			memcpy(&h, info, sizeof(h));
			if (h.type != ND_OFFLOAD || h.size != offload_size(n))
				check_failed("rndis_object", "%s: offload query of type %#x, size %u", n->dev->name, h.type, h.size);
		}
		return offload_caps(n, out);
	default:
		return -1;
	}
	memcpy(out, &v, sizeof(v));
	return sizeof(v);
}

/* ---- settings ---- */

static u32 set_offload(struct net *n, const u8 *info, u32 len)
{
	struct nd_offload_params p = { 0 };
	u32 want = n->nvsp >= NVSP_V5 ? 28 : 22;

	if (len < want || len > sizeof(p)) {
		check_failed("rndis_object", "%s: offload parameters of %u bytes", n->dev->name, len);
		return RS_INVALID;
	}
	memcpy(&p, info, len);
	if (p.h.type != ND_OFFLOAD_PARAMS || p.h.rev != 3 || p.h.size != want) {
		check_failed("rndis_object", "%s: offload parameters of type %#x, revision %u, size %u", n->dev->name,
			     p.h.type, p.h.rev, p.h.size);
		return RS_INVALID;
	}
	if (n->nvsp < NVSP_V5 && (p.udp4 || p.udp6)) {
		check_failed("rndis_object", "%s: UDP offload is from NVSP 5.0 on", n->dev->name);
		return RS_INVALID;
	}
#define BITS(field, tx, rx) do { \
	if (p.field != OFL_SAME) { \
		n->on.tx = p.field == OFL_TX || p.field == OFL_BOTH; \
		n->on.rx = p.field == OFL_RX || p.field == OFL_BOTH; \
	} \
} while (0)
	BITS(ip4, tx_ip4, rx_ip4);
	BITS(tcp4, tx_tcp4, rx_tcp4);
	BITS(udp4, tx_udp4, rx_udp4);
	BITS(tcp6, tx_tcp6, rx_tcp6);
	BITS(udp6, tx_udp6, rx_udp6);
#undef BITS
	if (p.lso4)
		n->on.lso4 = p.lso4 == OFL_LSO_ON;
	if (p.lso6)
		n->on.lso6 = p.lso6 == OFL_LSO_ON;
	if (p.rsc4)
		n->on.rsc4 = p.rsc4 == OFL_RSC_ON && n->rsc_offered && n->nvsp >= NVSP_V61;
	if (p.rsc6)
		n->on.rsc6 = p.rsc6 == OFL_RSC_ON && n->rsc_offered && n->nvsp >= NVSP_V61;
	trace("dev", "%s: offloads tx ip4 %d tcp4 %d udp4 %d tcp6 %d udp6 %d lso %d %d, rx ip4 %d tcp4 %d udp4 %d tcp6 %d udp6 %d rsc %d %d",
	      n->dev->name, n->on.tx_ip4, n->on.tx_tcp4, n->on.tx_udp4, n->on.tx_tcp6, n->on.tx_udp6, n->on.lso4,
	      n->on.lso6, n->on.rx_ip4, n->on.rx_tcp4, n->on.rx_udp4, n->on.rx_tcp6, n->on.rx_udp6, n->on.rsc4, n->on.rsc6);
	return RS_OK;
}

static u32 set_rss(struct net *n, const u8 *info, u32 len)
{
	struct nd_rss_params p;
	unsigned int i, count;
	u32 bad = 0;

	if (len < sizeof(p)) {
		check_failed("rndis_object", "%s: RSS parameters of %u bytes", n->dev->name, len);
		return RS_INVALID;
	}
	memcpy(&p, info, sizeof(p));
	if (p.h.type != ND_RSS_PARAMS || p.h.rev != 2 || p.h.size != sizeof(p)) {
		check_failed("rndis_object", "%s: RSS parameters of type %#x, revision %u, size %u", n->dev->name,
			     p.h.type, p.h.rev, p.h.size);
		return RS_INVALID;
	}
	if (p.flags & RSS_DISABLE) {
		n->rss = false;
		trace("dev", "%s: RSS off", n->dev->name);
		return RS_OK;
	}
	if (p.table_off > len || p.table_size > len - p.table_off || p.table_size % 4 || !p.table_size ||
	    p.table_size > 4 * n->table_entries) {
		check_failed("net_rss", "%s: indirection table of %u bytes at %u of %u", n->dev->name, p.table_size,
			     p.table_off, len);
		return RS_INVALID;
	}
	if (!(p.flags & RSS_KEY_SAME)) {
		if (p.key_size != RSS_KEY_LEN || p.key_off > len || p.key_size > len - p.key_off) {
			check_failed("net_rss", "%s: key of %u bytes at %u of %u", n->dev->name, p.key_size, p.key_off, len);
			return RS_INVALID;
		}
		memcpy(n->key, info + p.key_off, RSS_KEY_LEN);
	}
	count = p.table_size / 4;
	for (i = 0; i < count; i++) {
		memcpy(&n->table[i], info + p.table_off + 4 * i, 4);
		if (n->table[i] >= NET_QUEUES || !n->chan[n->table[i]])
			bad++;
	}
	if (bad)
		check_failed("net_rss", "%s: %u entries of the indirection table name no open channel", n->dev->name, bad);
	n->ntable = count;
	n->hash_info = p.hash_info;
	n->rss = true;
	trace("dev", "%s: RSS with %u entries, hash %#x", n->dev->name, count, p.hash_info);
	return RS_OK;
}

/* UTF-16 from the info buffer as ASCII; false: out of bounds or not ASCII */
static bool wide_text(const u8 *info, u32 len, u32 off, u32 size, char *out, u32 room)
{
	u32 i;

	if (off > len || size > len - off || size % 2 || size / 2 >= room)
		return false;
	for (i = 0; i < size / 2; i++) {
		if (info[off + 2 * i + 1] || info[off + 2 * i] > 126)
			return false;
		out[i] = info[off + 2 * i];
	}
	out[i] = 0;
	return true;
}

static u32 set_config(struct net *n, const u8 *info, u32 len)
{
	char name[32], val[32];
	unsigned int b[6], i;
	struct nd_config c;

	if (len < sizeof(c)) {
		check_failed("rndis_object", "%s: configuration parameter of %u bytes", n->dev->name, len);
		return RS_INVALID;
	}
	memcpy(&c, info, sizeof(c));
	if (!wide_text(info, len, c.name_off, c.name_len, name, sizeof(name)) ||
	    !wide_text(info, len, c.val_off, c.val_len, val, sizeof(val)) || c.type != 2) {
		check_failed("rndis_object", "%s: bad configuration parameter", n->dev->name);
		return RS_INVALID;
	}
	if (strcmp(name, "NetworkAddress") || strlen(val) != 12 ||
	    sscanf(val, "%2x%2x%2x%2x%2x%2x", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5]) != 6) {
		check_failed("rndis_object", "%s: configuration parameter %s=%s", n->dev->name, name, val);
		return RS_INVALID;
	}
	for (i = 0; i < 6; i++)
		n->port.mac[i] = b[i];
	trace("dev", "%s: address %s", n->dev->name, val);
	return RS_OK;
}

static u32 set(struct net *n, u32 oid, const u8 *info, u32 len)
{
	switch (oid) {
	case OID_PACKET_FILTER:
		if (len < 4)
			break;
		memcpy(&n->filter, info, 4);
		trace("dev", "%s: packet filter %#x", n->dev->name, n->filter);
		return RS_OK;
	case OID_MULTICAST:
		if (len % 6 || len / 6 > NET_MULTICAST)
			return RS_INVALID;
		memcpy(n->multicast, info, len);
		n->nmulticast = len / 6;
		return RS_OK;
	case OID_OFFLOAD_PARAMS:
		return set_offload(n, info, len);
	case OID_RSS_PARAMS:
		return set_rss(n, info, len);
	case OID_CONFIG_PARAM:
		return set_config(n, info, len);
	default:
		return RS_UNSUPPORTED;
	}
	check_failed("rndis_object", "%s: OID %#x set with %u bytes", n->dev->name, oid, len);
	return RS_INVALID;
}

/* ---- messages ---- */

static bool refused(struct net *n, u32 oid)
{
	unsigned int i;

	for (i = 0; i < n->noid_refused; i++)
		if (n->oid_refused[i] == oid)
			return true;
	return false;
}

static void do_init(struct net *n, const u8 *body, u32 len)
{
	struct { struct rn_head h; struct rn_init_done d; } PACKED r = { { RN_INIT | RN_DONE, sizeof(r) }, { 0 } };
	struct rn_init m;

	if (len < sizeof(m)) {
		check_failed("rndis_length", "%s: RNDIS init of %u bytes", n->dev->name, len);
		return;
	}
	memcpy(&m, body, sizeof(m));
	if (m.major != 1 || m.minor)
		check_failed("rndis_version", "%s: RNDIS %u.%u", n->dev->name, m.major, m.minor);
	r.d.id = m.id;
	r.d.major = 1;
	r.d.max_packets = n->max_packets;
	r.d.max_transfer = 0x80000;
	r.d.align_shift = n->align_shift;
	if (n->refuse.rndis) {
		n->refuse.rndis--;
		r.d.status = RS_FAIL;
	} else {
		net_rndis_reset(n);
		n->rndis_up = true;
	}
	trace("dev", "%s: RNDIS init, transfer size %#x: %s", n->dev->name, m.max_transfer, r.d.status ? "refused" : "ok");
	net_send_control(n, &r, sizeof(r));
}

static void do_request(struct net *n, u32 type, const u8 *body, u32 len)
{
	struct { struct rn_head h; struct { u32 id, status, len, off; } PACKED d; u8 info[ANSWER_MAX]; } PACKED r;
	u32 size = sizeof(r.h) + (type == RN_QUERY ? 16 : 8);
	struct rn_request m;
	const u8 *info;
	int got;

	if (len < sizeof(m)) {
		check_failed("rndis_length", "%s: RNDIS request of %u bytes", n->dev->name, len);
		return;
	}
	memcpy(&m, body, sizeof(m));
	if (m.info_len && (m.info_off < sizeof(m) || m.info_off > len || m.info_len > len - m.info_off)) {
		check_failed("rndis_offsets", "%s: OID %#x, %u bytes at %u of %u", n->dev->name, m.oid, m.info_len, m.info_off, len);
		return;
	}
	info = m.info_len ? body + m.info_off : body;
	memset(&r, 0, sizeof(r));
	r.h.type = type | RN_DONE;
	r.d.id = m.id;
	if (!n->rndis_up)
		check_failed("rndis_order", "%s: OID %#x before RNDIS init", n->dev->name, m.oid);
	if (refused(n, m.oid)) {
		r.d.status = RS_FAIL;
	} else if (type == RN_QUERY) {
		got = query(n, m.oid, info, m.info_len, r.info);
		r.d.status = got < 0 ? RS_UNSUPPORTED : RS_OK;
		if (got > 0) {
			r.d.len = got;
			r.d.off = 16;
			size += got;
		}
	} else {
		r.d.status = set(n, m.oid, info, m.info_len);
	}
	trace("dev", "%s: %s OID %#x, %u bytes: %#x", n->dev->name, type == RN_QUERY ? "query" : "set", m.oid,
	      m.info_len, r.d.status);
	r.h.length = size;
	net_send_control(n, &r, size);
}

/* Is the guest alive?  It has to answer. */
void net_keepalive(struct net *n)
{
	struct { struct rn_head h; u32 id; } PACKED m = { { RN_KEEPALIVE, sizeof(m) }, ++n->alive_asked };

	net_send_control(n, &m, sizeof(m));
}

static void alive(struct net *n, const u8 *body, u32 len)
{
	struct rn_done d;

	if (len < sizeof(d)) {
		check_failed("rndis_length", "%s: keepalive answered with %u bytes", n->dev->name, len);
		return;
	}
	memcpy(&d, body, sizeof(d));
	if (d.status != RS_OK)
		check_failed("rndis_keepalive", "%s: keepalive %u answered with %#x", n->dev->name, d.id, d.status);
	n->alive_told = d.id;
}

static void do_short(struct net *n, u32 type, const u8 *body, u32 len)
{
	struct { struct rn_head h; struct rn_done d; } PACKED r = { { type | RN_DONE, sizeof(r) }, { 0, RS_OK } };

	if (len >= 4)
		memcpy(&r.d.id, body, 4);
	net_send_control(n, &r, sizeof(r));
}

void net_rndis_control(struct net *n, const u8 *msg, u32 len)
{
	struct rn_head h;

	if (len < sizeof(h)) {
		check_failed("rndis_length", "%s: control message of %u bytes", n->dev->name, len);
		return;
	}
	memcpy(&h, msg, sizeof(h));
	if (h.length < sizeof(h) || h.length > len) {
		check_failed("rndis_length", "%s: control message of %u bytes says %u", n->dev->name, len, h.length);
		return;
	}
	pthread_mutex_lock(&n->lock);
	switch (h.type) {
	case RN_INIT:
		do_init(n, msg + sizeof(h), h.length - sizeof(h));
		break;
	case RN_QUERY:
	case RN_SET:
		do_request(n, h.type, msg + sizeof(h), h.length - sizeof(h));
		break;
	case RN_KEEPALIVE:
	case RN_RESET:
		do_short(n, h.type, msg + sizeof(h), h.length - sizeof(h));
		break;
	case RN_KEEPALIVE | RN_DONE:
		alive(n, msg + sizeof(h), h.length - sizeof(h));
		break;
	case RN_HALT:
		trace("dev", "%s: RNDIS halt", n->dev->name);
		n->rndis_up = false;
		n->filter = 0;
		break;
	default:
		if (!(h.type & RN_DONE))
			check_failed("rndis_type", "%s: control message %#x", n->dev->name, h.type);
	}
	pthread_mutex_unlock(&n->lock);
}
