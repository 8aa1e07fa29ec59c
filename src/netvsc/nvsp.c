// SPDX-License-Identifier: GPL-2.0-only
/*
 * NVSP messages: built for the host, and checked when they come from it. Pure
 * code.
 */
#include "nvsp.h"

/* Pieces smaller than this could not even hold the headers of a frame. */
#define MIN_SECTION	64u

static const u32 versions[] = {
	NVSP_VERSION_6_1, NVSP_VERSION_6, NVSP_VERSION_5, NVSP_VERSION_4,
	NVSP_VERSION_2, NVSP_VERSION_1,
};

u32 nvsp_version_nth(unsigned int n)
{
	return n < ARRAY_SIZE(versions) ? versions[n] : 0;
}

static void start(struct nvsp_message *m, u32 type)
{
	memset(m, 0, sizeof(*m));
	m->type = type;
}

void nvsp_build_init(struct nvsp_message *m, u32 version)
{
	start(m, NVSP_MSG_INIT);
	m->u.init.min_version = version;
	m->u.init.max_version = version;
}

void nvsp_build_ndis_config(struct nvsp_message *m, u32 version, u32 mtu,
			    bool sriov)
{
	u64 caps = NVSP_CAP_8021Q;

	if (version >= NVSP_VERSION_5) {
		/* Only with teaming does the host tell the speed of the link. */
		caps |= NVSP_CAP_TEAMING;
		if (sriov)
			caps |= NVSP_CAP_SRIOV;
	}
	if (version >= NVSP_VERSION_6_1)
		caps |= NVSP_CAP_RSC;
	start(m, NVSP_MSG_NDIS_CONFIG);
	m->u.ndis_config.mtu = mtu + 14;
	m->u.ndis_config.capabilities = caps;
}

void nvsp_build_ndis_version(struct nvsp_message *m, u32 version)
{
	start(m, NVSP_MSG_NDIS_VERSION);
	m->u.ndis_version.major = 6;
	m->u.ndis_version.minor = version >= NVSP_VERSION_5 ? 30 : 1;
}

void nvsp_build_recv_buf(struct nvsp_message *m, u32 gpadl)
{
	start(m, NVSP_MSG_RECV_BUF);
	m->u.share_buf.gpadl = gpadl;
	m->u.share_buf.id = NVSP_RECV_BUF_ID;
}

void nvsp_build_send_buf(struct nvsp_message *m, u32 gpadl)
{
	start(m, NVSP_MSG_SEND_BUF);
	m->u.share_buf.gpadl = gpadl;
	m->u.share_buf.id = NVSP_SEND_BUF_ID;
}

void nvsp_build_revoke(struct nvsp_message *m, bool recv)
{
	start(m, recv ? NVSP_MSG_REVOKE_RECV_BUF : NVSP_MSG_REVOKE_SEND_BUF);
	m->u.revoke_buf.id = recv ? NVSP_RECV_BUF_ID : NVSP_SEND_BUF_ID;
}

void nvsp_build_subchannels(struct nvsp_message *m, u32 count)
{
	start(m, NVSP_MSG_SUBCHANNEL);
	m->u.subchannel.op = NVSP_SUBCHANNEL_ALLOCATE;
	m->u.subchannel.count = count;
}

void nvsp_build_switch(struct nvsp_message *m, bool vf)
{
	start(m, NVSP_MSG_SWITCH_DATA_PATH);
	m->u.switch_data_path.active = vf ? NVSP_DATA_PATH_VF :
					    NVSP_DATA_PATH_SYNTHETIC;
}

void nvsp_build_rndis(struct nvsp_message *m, bool control, u32 section,
		      u32 section_bytes)
{
	start(m, NVSP_MSG_RNDIS);
	m->u.rndis.channel_type = control ? NVSP_CHANNEL_CONTROL :
					    NVSP_CHANNEL_DATA;
	m->u.rndis.section_index = section;
	m->u.rndis.section_size = section_bytes;
}

void nvsp_build_rndis_complete(struct nvsp_message *m, bool ok)
{
	start(m, NVSP_MSG_RNDIS_COMPLETE);
	m->u.rndis_complete.status = ok ? NVSP_STATUS_SUCCESS :
					  NVSP_STATUS_FAIL;
}

u32 nvsp_type(const void *data, u32 len)
{
	const struct nvsp_message *m = data;

	return len < NVSP_HEADER_LEN ? 0 : m->type;
}

/* A message of the type wanted with at least @body bytes, or NULL. */
static const struct nvsp_message *look(const void *data, u32 len, u32 type,
				       u32 body)
{
	if (len < NVSP_HEADER_LEN || len - NVSP_HEADER_LEN < body ||
	    nvsp_type(data, len) != type)
		return NULL;
	return data;
}

int nvsp_parse_init(const void *data, u32 len)
{
	const struct nvsp_message *m;

	m = look(data, len, NVSP_MSG_INIT_COMPLETE,
		 sizeof(struct nvsp_init_complete));
	if (!m)
		return -EINVAL;
	return m->u.init_complete.status == NVSP_STATUS_SUCCESS ? 0 : -EIO;
}

int nvsp_parse_recv_buf(const void *data, u32 len, u32 buf_bytes,
			u32 *section_bytes, u32 *sections)
{
	const struct nvsp_recv_section *s;
	const struct nvsp_message *m;

	m = look(data, len, NVSP_MSG_RECV_BUF_COMPLETE, 8);
	if (!m)
		return -EINVAL;
	if (m->u.recv_buf_complete.status != NVSP_STATUS_SUCCESS)
		return -EIO;
	if (!look(data, len, NVSP_MSG_RECV_BUF_COMPLETE,
		  sizeof(struct nvsp_recv_buf_complete)) ||
	    m->u.recv_buf_complete.sections != 1)
		return -EINVAL;
	s = &m->u.recv_buf_complete.section[0];
	if (s->offset || s->sub_alloc_size < MIN_SECTION || !s->sub_allocs)
		return -EINVAL;
	if ((u64)s->sub_alloc_size * s->sub_allocs > buf_bytes)
		return -EINVAL;
	*section_bytes = s->sub_alloc_size;
	*sections = s->sub_allocs;
	return 0;
}

int nvsp_parse_send_buf(const void *data, u32 len, u32 buf_bytes,
			u32 *section_bytes, u32 *sections)
{
	const struct nvsp_message *m;
	u32 size;

	m = look(data, len, NVSP_MSG_SEND_BUF_COMPLETE, 4);
	if (!m)
		return -EINVAL;
	if (m->u.send_buf_complete.status != NVSP_STATUS_SUCCESS)
		return -EIO;
	if (!look(data, len, NVSP_MSG_SEND_BUF_COMPLETE,
		  sizeof(struct nvsp_send_buf_complete)))
		return -EINVAL;
	size = m->u.send_buf_complete.section_size;
	if (size < MIN_SECTION || size > buf_bytes)
		return -EINVAL;
	*section_bytes = size;
	*sections = buf_bytes / size;
	return 0;
}

int nvsp_parse_subchannels(const void *data, u32 len, u32 asked, u32 *count)
{
	const struct nvsp_message *m;

	m = look(data, len, NVSP_MSG_SUBCHANNEL,
		 sizeof(struct nvsp_subchannel_complete));
	if (!m)
		return -EINVAL;
	if (m->u.subchannel_complete.status != NVSP_STATUS_SUCCESS)
		return -EIO;
	*count = min(m->u.subchannel_complete.count, asked);
	return 0;
}

int nvsp_parse_rndis_complete(const void *data, u32 len, u32 *status)
{
	const struct nvsp_message *m;

	m = look(data, len, NVSP_MSG_RNDIS_COMPLETE,
		 sizeof(struct nvsp_rndis_complete));
	if (!m)
		return -EINVAL;
	*status = m->u.rndis_complete.status;
	return 0;
}

int nvsp_parse_send_table(const void *data, u32 len, u32 version, u32 channels,
			  u16 *table)
{
	const u32 bytes = NVSP_SEND_TABLE_ENTRIES * sizeof(u32);
	const struct nvsp_message *m;
	u32 offset, entry, i;

	m = look(data, len, NVSP_MSG_SEND_TABLE,
		 sizeof(struct nvsp_send_table));
	if (!m || !channels ||
	    m->u.send_table.count != NVSP_SEND_TABLE_ENTRIES)
		return -EINVAL;
	offset = m->u.send_table.offset;
	/* Hosts of that age mean the end of the largest message they know. */
	if (version <= NVSP_VERSION_6 && len >= NVSP_MESSAGE_LEN + bytes)
		offset = NVSP_MESSAGE_LEN;
	if (offset < NVSP_HEADER_LEN + sizeof(struct nvsp_send_table) ||
	    offset > len || len - offset < bytes)
		return -EINVAL;
	for (i = 0; i < NVSP_SEND_TABLE_ENTRIES; i++) {
		memcpy(&entry, (const u8 *)data + offset + i * sizeof(entry),
		       sizeof(entry));
		table[i] = (u16)(entry % channels);
	}
	return 0;
}

int nvsp_parse_vf(const void *data, u32 len, bool *allocated, u32 *serial)
{
	const struct nvsp_message *m;

	m = look(data, len, NVSP_MSG_VF_ASSOCIATION,
		 sizeof(struct nvsp_vf_association));
	if (!m)
		return -EINVAL;
	*allocated = m->u.vf_association.allocated != 0;
	*serial = m->u.vf_association.serial;
	return 0;
}

int nvsp_parse_xfer(const void *hdr, u32 hdr_len, const void *data, u32 len,
		    const struct nvsp_xfer_range **ranges)
{
	const struct nvsp_xfer_header *h = hdr;

	if (nvsp_type(data, len) != NVSP_MSG_RNDIS)
		return -EINVAL;
	if (hdr_len < sizeof(*h) || h->set_id != NVSP_RECV_BUF_ID)
		return -EINVAL;
	if (!h->range_count || h->range_count > NVSP_MAX_RANGES_RSC ||
	    h->range_count > (hdr_len - sizeof(*h)) /
			     sizeof(struct nvsp_xfer_range))
		return -EINVAL;
	*ranges = (const struct nvsp_xfer_range *)(h + 1);
	return h->range_count;
}
