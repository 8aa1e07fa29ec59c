// SPDX-License-Identifier: GPL-2.0-only
/*
 * RNDIS messages that carry frames: taken apart, coalesced, built. Pure code.
 */
#include "rndis.h"

#define HEADER	((u32)sizeof(struct rndis_header))
#define PPI	((u32)sizeof(struct rndis_ppi))

static u32 get32(const void *p)
{
	u32 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

u32 rndis_type(const void *data, u32 len)
{
	const struct rndis_header *h = data;

	if (len < HEADER || h->length < HEADER || h->length > len)
		return 0;
	return h->type;
}

/* One information: @data holds @len bytes. What is unknown or too short is left. */
static void take_info(struct rndis_info *info, u32 type, const u8 *data,
		      u32 len)
{
	struct rndis_packet_id id;
	u32 v;

	if (len < 4)
		return;
	v = get32(data);
	switch (type) {
	case RNDIS_PPI_CSUM:
		info->csum = v;
		info->has |= RNDIS_HAS_CSUM;
		break;
	case RNDIS_PPI_VLAN:
		info->vlan_tci = (u16)((v & 7) << 13 | (v >> 3 & 1) << 12 |
				       (v >> 4 & 0xFFF));
		info->has |= RNDIS_HAS_VLAN;
		break;
	case RNDIS_PPI_HASH:
		info->hash = v;
		info->has |= RNDIS_HAS_HASH;
		break;
	case RNDIS_PPI_PACKET_ID:
		memcpy(&id, data, sizeof(id));
		if (id.version != RNDIS_PKT_ID_VERSION)
			break;
		info->id_flags = id.flags;
		info->has |= RNDIS_HAS_ID;
		break;
	default:
		break;
	}
}

/* Every entry has to lie inside, and each step goes forward or it is the end. */
static int walk_info(struct rndis_info *info, const u8 *p, u32 left)
{
	struct rndis_ppi h;

	while (left) {
		if (left < PPI)
			return -EINVAL;
		memcpy(&h, p, sizeof(h));
		if (h.size < PPI || h.size > left ||
		    h.offset < PPI || h.offset > h.size)
			return -EINVAL;
		take_info(info, h.type, p + h.offset, h.size - h.offset);
		p += h.size;
		left -= h.size;
	}
	return 0;
}

int rndis_parse_packet(const void *copy, u32 copy_len, u32 len,
		       struct rndis_frame *f)
{
	const struct rndis_header *h = copy;
	struct rndis_packet p;
	u32 body;

	memset(f, 0, sizeof(*f));
	if (copy_len < RNDIS_PACKET_HEAD || copy_len > len ||
	    h->type != RNDIS_MSG_PACKET || h->length < RNDIS_PACKET_HEAD ||
	    h->length > len)
		return -EINVAL;
	body = h->length - HEADER;
	memcpy(&p, h + 1, sizeof(p));
	if (p.data_offset < sizeof(p) || p.data_offset > body ||
	    p.data_len > body - p.data_offset)
		return -EINVAL;
	f->offset = HEADER + p.data_offset;
	f->len = p.data_len;
	if (!p.ppi_len)
		return 0;
	/* In front of the frame, and in the copy. */
	if (p.ppi_offset < sizeof(p) || p.ppi_offset > p.data_offset ||
	    p.ppi_len > p.data_offset - p.ppi_offset ||
	    HEADER + p.ppi_offset > copy_len ||
	    p.ppi_len > copy_len - HEADER - p.ppi_offset)
		return -EINVAL;
	return walk_info(&f->info, (const u8 *)copy + HEADER + p.ppi_offset,
			 p.ppi_len);
}

int rndis_rsc_add(struct rndis_rsc *r, const struct rndis_frame *f, u32 where)
{
	bool part = (f->info.has & RNDIS_HAS_ID) &&
		    (f->info.id_flags & RNDIS_PKT_SUB_ALLOC);

	if (!part || (f->info.id_flags & RNDIS_PKT_FIRST)) {
		rndis_rsc_reset(r);
		r->info = f->info;
		r->coalesced = part;
	} else if (!r->count) {
		return -EINVAL;
	}
	if (r->count >= ARRAY_SIZE(r->piece) ||
	    f->len > RNDIS_MAX_FRAME - r->len) {
		rndis_rsc_reset(r);
		return -EINVAL;
	}
	r->piece[r->count].where = where + f->offset;
	r->piece[r->count].len = f->len;
	r->count++;
	r->len += f->len;
	return !part || (f->info.id_flags & RNDIS_PKT_LAST);
}

/* -------- out -------- */

static u8 *put_info(u8 *p, u32 type, u32 value)
{
	struct rndis_ppi h;

	h.size = PPI + sizeof(value);
	h.type = type;
	h.offset = PPI;
	memcpy(p, &h, sizeof(h));
	memcpy(p + sizeof(h), &value, sizeof(value));
	return p + sizeof(h) + sizeof(value);
}

u32 rndis_build_packet(void *buf, u32 data_len, const struct rndis_info *info)
{
	struct rndis_header *h = buf;
	struct rndis_packet *p = (struct rndis_packet *)(h + 1);
	u8 *start = (u8 *)(p + 1), *end = start;
	u32 tci = info->vlan_tci;

	if (info->has & RNDIS_HAS_HASH)
		end = put_info(end, RNDIS_PPI_HASH, info->hash);
	if (info->has & RNDIS_HAS_VLAN)
		end = put_info(end, RNDIS_PPI_VLAN,
			       tci >> 13 | (tci >> 12 & 1) << 3 |
			       (tci & 0xFFF) << 4);
	if (info->has & RNDIS_HAS_LSO)
		end = put_info(end, RNDIS_PPI_LSO, info->lso);
	else if (info->has & RNDIS_HAS_CSUM)
		end = put_info(end, RNDIS_PPI_CSUM, info->csum);

	memset(p, 0, sizeof(*p));
	p->ppi_len = (u32)(end - start);
	if (p->ppi_len)
		p->ppi_offset = sizeof(*p);
	p->data_offset = sizeof(*p) + p->ppi_len;
	p->data_len = data_len;
	h->type = RNDIS_MSG_PACKET;
	h->length = HEADER + p->data_offset + data_len;
	return HEADER + p->data_offset;
}

void rndis_pad_packet(void *buf, u32 bytes)
{
	struct rndis_header *h = buf;

	h->length += bytes;
}
