// SPDX-License-Identifier: GPL-2.0-only
/*
 * RNDIS control messages: questions and settings built, answers checked. Pure
 * code.
 */
#include "rndis.h"

#define HEADER	((u32)sizeof(struct rndis_header))

#define MAX_PACKETS	64u
#define MAX_ALIGN_SHIFT	8u

/* Begin a message whose body has @body bytes; NULL when it does not fit. */
static void *start(void *buf, u32 room, u32 type, u32 body)
{
	struct rndis_header *h = buf;

	if (room < HEADER || body > room - HEADER)
		return NULL;
	memset(buf, 0, HEADER + body);
	h->type = type;
	h->length = HEADER + body;
	return h + 1;
}

u32 rndis_build_init(void *buf, u32 room, u32 req_id)
{
	struct rndis_init *b = start(buf, room, RNDIS_MSG_INIT, sizeof(*b));

	if (!b)
		return 0;
	b->req_id = req_id;
	b->major = RNDIS_MAJOR;
	b->minor = RNDIS_MINOR;
	b->max_transfer = RNDIS_MAX_TRANSFER;
	return HEADER + sizeof(*b);
}

u32 rndis_build_halt(void *buf, u32 room, u32 req_id)
{
	u32 *b = start(buf, room, RNDIS_MSG_HALT, sizeof(*b));

	if (!b)
		return 0;
	*b = req_id;
	return HEADER + sizeof(*b);
}

static u32 build_request(void *buf, u32 room, u32 type, u32 req_id, u32 oid,
			 const void *info, u32 info_len)
{
	struct rndis_request *b;

	if (info_len > room)
		return 0;
	b = start(buf, room, type, sizeof(*b) + info_len);
	if (!b)
		return 0;
	b->req_id = req_id;
	b->oid = oid;
	b->info_len = info_len;
	b->info_offset = sizeof(*b);
	if (info_len)
		memcpy(b + 1, info, info_len);
	return HEADER + sizeof(*b) + info_len;
}

u32 rndis_build_query(void *buf, u32 room, u32 req_id, u32 oid,
		      const void *info, u32 info_len)
{
	return build_request(buf, room, RNDIS_MSG_QUERY, req_id, oid, info,
			     info_len);
}

u32 rndis_build_set(void *buf, u32 room, u32 req_id, u32 oid,
		    const void *info, u32 info_len)
{
	return build_request(buf, room, RNDIS_MSG_SET, req_id, oid, info,
			     info_len);
}

u32 rndis_build_keepalive_complete(void *buf, u32 room, u32 req_id)
{
	struct rndis_complete *b;

	b = start(buf, room, RNDIS_MSG_KEEPALIVE | RNDIS_MSG_COMPLETE,
		  sizeof(*b));
	if (!b)
		return 0;
	b->req_id = req_id;
	return HEADER + sizeof(*b);
}

/* The body of a message of type @type with at least @want bytes, or NULL. */
static const void *look(const void *msg, u32 len, u32 type, u32 want,
			u32 *body_len)
{
	const struct rndis_header *h = msg;

	if (rndis_type(msg, len) != type || h->length - HEADER < want)
		return NULL;
	*body_len = h->length - HEADER;
	return h + 1;
}

int rndis_parse_req_id(const void *msg, u32 len, u32 *req_id)
{
	const struct rndis_header *h = msg;

	if (!rndis_type(msg, len) || h->length - HEADER < sizeof(*req_id))
		return -EINVAL;
	memcpy(req_id, h + 1, sizeof(*req_id));
	return 0;
}

int rndis_parse_init(const void *msg, u32 len, struct rndis_limits *out)
{
	const struct rndis_init_complete *b;
	u32 n, shift;

	b = look(msg, len, RNDIS_MSG_INIT | RNDIS_MSG_COMPLETE, 8, &n);
	if (!b)
		return -EINVAL;
	if (b->status != RNDIS_STATUS_SUCCESS)
		return -EIO;
	if (n < offsetof(struct rndis_init_complete, af_offset) ||
	    b->medium != RNDIS_MEDIUM_802_3)
		return -EINVAL;
	out->max_packets = b->max_packets;
	if (!out->max_packets)
		out->max_packets = 1;
	if (out->max_packets > MAX_PACKETS)
		out->max_packets = MAX_PACKETS;
	out->max_bytes = b->max_transfer;
	shift = b->alignment_shift;
	if (shift > MAX_ALIGN_SHIFT) {
		/* Cannot be met: do not put several into one section. */
		shift = 0;
		out->max_packets = 1;
	}
	out->align = 1u << shift;
	return 0;
}

int rndis_parse_set(const void *msg, u32 len)
{
	const struct rndis_complete *b;
	u32 n;

	b = look(msg, len, RNDIS_MSG_SET | RNDIS_MSG_COMPLETE, sizeof(*b), &n);
	if (!b)
		return -EINVAL;
	return b->status == RNDIS_STATUS_SUCCESS ? 0 : -EIO;
}

int rndis_parse_query(const void *msg, u32 len, void *info, u32 room, u32 *got)
{
	const struct rndis_query_complete *b;
	u32 n, bytes;

	b = look(msg, len, RNDIS_MSG_QUERY | RNDIS_MSG_COMPLETE, 8, &n);
	if (!b)
		return -EINVAL;
	if (b->status != RNDIS_STATUS_SUCCESS)
		return -EIO;
	if (n < sizeof(*b) || b->info_offset < sizeof(*b) ||
	    b->info_offset > n || b->info_len > n - b->info_offset)
		return -EINVAL;
	bytes = min(b->info_len, room);
	memcpy(info, (const u8 *)b + b->info_offset, bytes);
	memset((u8 *)info + bytes, 0, room - bytes);
	*got = bytes;
	return 0;
}

int rndis_parse_indicate(const void *msg, u32 len, u32 *status)
{
	const struct rndis_indicate *b;
	u32 n;

	b = look(msg, len, RNDIS_MSG_INDICATE, sizeof(b->status), &n);
	if (!b)
		return -EINVAL;
	*status = b->status;
	return 0;
}

/* -------- settings -------- */

int rndis_parse_offload_caps(const void *info, u32 len, u32 nvsp_version,
			     struct rndis_offloads *out)
{
	const u32 lso6 = NDIS_LSO2_V6_EXT | NDIS_LSO2_V6_TCP_OPT;
	struct ndis_offload_caps c;
	u32 max = 0, i;

	out->can = 0;
	out->lso_max = 0;
	memset(&c, 0, sizeof(c));
	if (len < sizeof(c.header))
		return -EINVAL;
	memcpy(&c, info, min_t(u32, len, sizeof(c)));
	if (c.header.type != NDIS_TYPE_OFFLOAD_CAPS ||
	    c.header.size > len || c.header.size < NDIS_OFFLOAD_CAPS_LEN_1)
		return -EINVAL;
	/* What lies behind the end that the host gave is not its word. */
	for (i = c.header.size; i < sizeof(c); i++)
		((u8 *)&c)[i] = 0;

	if ((c.csum.v4_tx & (NDIS_CSUM_V4_TCP | NDIS_CSUM_V4_TCP_OPT)) ==
	    (NDIS_CSUM_V4_TCP | NDIS_CSUM_V4_TCP_OPT))
		out->can |= RNDIS_OFF_TCP4;
	if (c.csum.v4_tx & NDIS_CSUM_V4_UDP)
		out->can |= RNDIS_OFF_UDP4;
	if ((c.csum.v6_tx & (NDIS_CSUM_V6_TCP | NDIS_CSUM_V6_TCP_OPT)) ==
	    (NDIS_CSUM_V6_TCP | NDIS_CSUM_V6_TCP_OPT))
		out->can |= RNDIS_OFF_TCP6;
	if (c.csum.v6_tx & NDIS_CSUM_V6_UDP)
		out->can |= RNDIS_OFF_UDP6;
	if (nvsp_version < NVSP_VERSION_5)
		out->can &= ~(u32)(RNDIS_OFF_UDP4 | RNDIS_OFF_UDP6);

	/* Segments get a checksum each: no LSO without that. */
	if ((c.lso2.v4_encap & NDIS_ENCAP_802_3) &&
	    (out->can & RNDIS_OFF_TCP4) && c.lso2.v4_max) {
		out->can |= RNDIS_OFF_LSO4;
		max = c.lso2.v4_max;
	}
	if ((c.lso2.v6_encap & NDIS_ENCAP_802_3) &&
	    (c.lso2.v6_opts & lso6) == lso6 &&
	    (out->can & RNDIS_OFF_TCP6) && c.lso2.v6_max) {
		out->can |= RNDIS_OFF_LSO6;
		if (!max || c.lso2.v6_max < max)
			max = c.lso2.v6_max;
	}
	out->lso_max = max;
	if (nvsp_version >= NVSP_VERSION_6_1) {
		if (c.rsc_v4)
			out->can |= RNDIS_OFF_RSC4;
		if (c.rsc_v6)
			out->can |= RNDIS_OFF_RSC6;
	}
	return 0;
}

u32 rndis_build_offload_params(struct ndis_offload_params *p, u32 nvsp_version,
			       const struct rndis_offloads *o, bool rsc)
{
	u32 size = nvsp_version >= NVSP_VERSION_5 ? NDIS_OFFLOAD_PARAMS_LEN :
						    NDIS_OFFLOAD_PARAMS_LEN_OLD;

	memset(p, 0, sizeof(*p));
	p->header.type = NDIS_TYPE_OFFLOAD_PARAMS;
	p->header.revision = 3;
	p->header.size = (u16)size;
	/* Linux leaves the checksum of the IPv4 header to nobody. */
	p->ip4_csum = NDIS_CSUM_OFF;
	p->tcp4_csum = o->can & RNDIS_OFF_TCP4 ? NDIS_CSUM_BOTH : NDIS_CSUM_OFF;
	p->tcp6_csum = o->can & RNDIS_OFF_TCP6 ? NDIS_CSUM_BOTH : NDIS_CSUM_OFF;
	if (nvsp_version >= NVSP_VERSION_5) {
		p->udp4_csum = o->can & RNDIS_OFF_UDP4 ? NDIS_CSUM_BOTH :
							 NDIS_CSUM_OFF;
		p->udp6_csum = o->can & RNDIS_OFF_UDP6 ? NDIS_CSUM_BOTH :
							 NDIS_CSUM_OFF;
	}
	if (o->can & RNDIS_OFF_LSO4)
		p->lso2_v4 = NDIS_LSO2_ON;
	if (o->can & RNDIS_OFF_LSO6)
		p->lso2_v6 = NDIS_LSO2_ON;
	if (o->can & RNDIS_OFF_RSC4)
		p->rsc_v4 = rsc ? NDIS_RSC_ON : NDIS_RSC_OFF;
	if (o->can & RNDIS_OFF_RSC6)
		p->rsc_v6 = rsc ? NDIS_RSC_ON : NDIS_RSC_OFF;
	return size;
}

int rndis_parse_rss_caps(const void *info, u32 len, u32 *queues,
			 u32 *table_entries)
{
	struct ndis_rss_caps c;

	/* Hosts of an older revision do not know the last field. */
	memset(&c, 0, sizeof(c));
	if (len < offsetof(struct ndis_rss_caps, indir_entries))
		return -EINVAL;
	memcpy(&c, info, min_t(u32, len, sizeof(c)));
	if (c.header.type != NDIS_TYPE_RSS_CAPS || !c.queues)
		return -EINVAL;
	*queues = c.queues;
	*table_entries = c.indir_entries;
	if (!*table_entries)
		*table_entries = NDIS_RSS_TABLE_DEFAULT;
	if (*table_entries > NDIS_RSS_TABLE_MAX)
		*table_entries = NDIS_RSS_TABLE_MAX;
	return 0;
}

u32 rndis_build_rss_params(void *buf, u32 room, const u16 *table, u32 entries,
			   const u8 *key, bool disable)
{
	struct ndis_rss_params *p = buf;
	u32 bytes, i, value;
	u8 *at;

	if (!entries || entries > NDIS_RSS_TABLE_MAX)
		return 0;
	bytes = sizeof(*p) + entries * sizeof(u32) + NDIS_RSS_KEY_LEN;
	if (bytes > room)
		return 0;
	memset(p, 0, sizeof(*p));
	p->header.type = NDIS_TYPE_RSS_PARAMS;
	p->header.revision = 2;
	p->header.size = sizeof(*p);
	p->flags = disable ? NDIS_RSS_FLAG_DISABLE : 0;
	p->hash_info = NDIS_RSS_TOEPLITZ | NDIS_RSS_IPV4 | NDIS_RSS_TCP_IPV4 |
		       NDIS_RSS_IPV6 | NDIS_RSS_TCP_IPV6;
	p->table_size = (u16)(entries * sizeof(u32));
	p->table_offset = sizeof(*p);
	p->key_size = NDIS_RSS_KEY_LEN;
	p->key_offset = sizeof(*p) + entries * sizeof(u32);
	at = (u8 *)(p + 1);
	for (i = 0; i < entries; i++) {
		value = table[i];
		memcpy(at, &value, sizeof(value));
		at += sizeof(value);
	}
	memcpy(at, key, NDIS_RSS_KEY_LEN);
	return bytes;
}

u32 rndis_build_mac(void *buf, u32 room, const u8 mac[6])
{
	static const char name[] = "NetworkAddress";
	static const char digit[] = "0123456789ABCDEF";
	struct ndis_config_parameter *p = buf;
	u32 name_len = 2 * (sizeof(name) - 1), i;
	u8 *at;

	if (room < sizeof(*p) + name_len + 2 * 12)
		return 0;
	memset(buf, 0, sizeof(*p) + name_len + 2 * 12);
	p->name_offset = sizeof(*p);
	p->name_len = name_len;
	p->type = NDIS_CONFIG_STRING;
	p->value_offset = sizeof(*p) + name_len;
	p->value_len = 2 * 12;
	/* UTF-16, little-endian: each second byte stays 0. */
	at = (u8 *)(p + 1);
	for (i = 0; i < sizeof(name) - 1; i++, at += 2)
		*at = (u8)name[i];
	for (i = 0; i < 12; i++, at += 2)
		*at = (u8)digit[i & 1 ? mac[i / 2] & 0xF : mac[i / 2] >> 4];
	return sizeof(*p) + name_len + 2 * 12;
}

u32 rndis_filter(bool promisc, bool multi)
{
	if (promisc)
		return NDIS_FILTER_PROMISC;
	return NDIS_FILTER_DIRECTED | NDIS_FILTER_BROADCAST |
	       (multi ? NDIS_FILTER_ALL_MULTI : 0);
}
